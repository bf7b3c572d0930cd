/** Paths that the web answers: the pages that `apps/api/src/servers/serve-web.ts` serves where both are one process, and their files. */
const pages =
  '^/(?:(?:dashboard(?:/.*|[.]data)?)|(?:preferences|sign-in|sign-up)(?:[.]data)?|__manifest|_root[.]data|assets/.*|favicon[.](?:svg|ico))?$';

/** Paths of an API that is a function are put under this one, and taken from under it again by the router's route to it. */
export const toFunction = { prefix: '/~api' };
/** An API that is a service is an origin of the distribution by itself. */
export const toService = { origin: 'api' };

/** The route of a function: everything under the prefix, without it. */
export const functionRoute = {
  path: toFunction.prefix,
  rewrite: { regex: `^${toFunction.prefix}`, to: '' },
} as const;

/** What the router's function at the edge does before its own routing: whatever is no page is on its way to the API. */
export function nonPagesTo(api: typeof toFunction | typeof toService): string {
  const go =
    'prefix' in api
      ? `event.request.uri = ${JSON.stringify(api.prefix)} + event.request.uri;`
      : `event.request.headers["x-forwarded-host"] = event.request.headers.host;
    cf.selectRequestOriginById(${JSON.stringify(api.origin)});
    return event.request;`;
  return `if (!new RegExp(${JSON.stringify(pages)}).test(event.request.uri)) {
    ${go}
  }`;
}

/** Security headers of pages, which the function that renders them does not set; the API's own stand. */
export function pagesHeaders() {
  return new aws.cloudfront.ResponseHeadersPolicy('PagesHeaders', {
    name: `${$app.name}-${$app.stage}-pages`,
    securityHeadersConfig: {
      strictTransportSecurity: { accessControlMaxAgeSec: 31_536_000, override: false },
      contentTypeOptions: { override: false },
      frameOptions: { frameOption: 'DENY', override: false },
      referrerPolicy: { referrerPolicy: 'same-origin', override: false },
    },
  });
}
