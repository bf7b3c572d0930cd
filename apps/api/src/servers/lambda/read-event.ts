import type { APIGatewayProxyEventV2 } from 'aws-lambda';

const withoutBody = new Set(['GET', 'HEAD']);

/**
 * The request that an event of API Gateway (payload 2.0) or of a function URL describes, as any other server would have received it.
 * @throws TypeError when its address or a header is none.
 */
export function readEvent(event: APIGatewayProxyEventV2, signal: AbortSignal): Request {
  const { requestContext, cookies, body, isBase64Encoded } = event;
  const headers = new Headers();
  // What was sent several times comes joined by commas; cookies come apart.
  for (const [name, value] of Object.entries(event.headers))
    if (value !== undefined) headers.append(name, toBytes(value));
  if (cookies && cookies.length > 0) headers.set('cookie', toBytes(cookies.join('; ')));
  const { method } = requestContext.http;
  const bytes = body === undefined || withoutBody.has(method) ? null : decode(body, isBase64Encoded);
  if (bytes) headers.set('content-length', String(bytes.length));
  const host = headers.get('host') ?? requestContext.domainName;
  const query = event.rawQueryString === '' ? '' : `?${event.rawQueryString}`;
  return new Request(`https://${host}${pathOf(event)}${query}`, { method, headers, body: bytes, signal });
}

/** The path as it was sent; the name of a stage that API Gateway was asked under is not part of it. */
function pathOf({ rawPath, requestContext: { stage } }: APIGatewayProxyEventV2): string {
  const prefix = `/${stage}`;
  const isUnder = stage !== '$default' && (rawPath === prefix || rawPath.startsWith(`${prefix}/`));
  const path = isUnder ? rawPath.slice(prefix.length) || '/' : rawPath;
  return path.replace(/[?#]/g, encodeURIComponent);
}

/** Header values are bytes to fetch, a character each. */
function toBytes(value: string): string {
  return Buffer.from(value, 'utf8').toString('latin1');
}

function decode(body: string, isBase64: boolean): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.from(body, isBase64 ? 'base64' : 'utf8'));
}
