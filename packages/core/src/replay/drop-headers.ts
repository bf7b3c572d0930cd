import { defaultRules, redacted } from '../redact/rules.ts';
import { createSecretNameTest } from '../redact/secret-name.ts';
import { isOwnHeader } from './header-issue.ts';
import type { HeaderMap } from './schema.ts';

/** What a proxy said of the client, where a request came from, or which path was meant: true of the captured request alone. */
const ofItsWay =
  /^(?:forwarded|via|x-forwarded(?:-.*)?|x-real-ip|x-client-ip|true-client-ip|fastly-client-ip|x-cluster-client-ip|x-original-.*|x-rewrite-url|x-envoy-.*|cf-.*|cdn-loop|cloudfront-.*|x-amz-cf-.*|x-amzn-.*|x-vercel-.*|x-geo-.*)$/;
/** Names that tie a request to others, or say who sent it: a replay begins a trace, and a repetition, of its own. */
const ofItsTrace =
  /^(?:traceparent|tracestate|baggage|b3|x-b3-.*|x-request-id|x-correlation-id|idempotency-key|x-idempotency-key|sentry-trace|user-agent)$/;
/** Credentials, whatever rules were in force when the request was captured. */
const isCredential = createSecretNameTest(defaultRules);

/**
 * The headers of a captured request that may be sent again. Left out are those of its connection, of its way and of its trace, and
 * every credential; `redactedNames` lists those whose value was a secret.
 */
export function dropHeaders(headers: HeaderMap): { kept: HeaderMap; redactedNames: string[] } {
  const kept: [string, string | string[]][] = [];
  const redactedNames: string[] = [];
  // Names that Connection lists belong to the connection as well.
  const listed = new Set(
    Object.entries(headers)
      .filter(([name]) => name.toLowerCase() === 'connection')
      .flatMap(([, value]) =>
        [value]
          .flat()
          .join(',')
          .toLowerCase()
          .split(/\s*,\s*/),
      ),
  );
  for (const [given, value] of Object.entries(headers)) {
    const name = given.toLowerCase();
    if (isOwnHeader(name) || listed.has(name) || ofItsWay.test(name) || ofItsTrace.test(name)) continue;
    if (
      isCredential(name) ||
      name === 'proxy-authorization' ||
      [value].flat().some((one) => one.includes(redacted))
    )
      redactedNames.push(name);
    else kept.push([name, name === 'accept-encoding' ? readable(value) : value]);
  }
  return { kept: Object.fromEntries(kept), redactedNames };
}

/** Only encodings that an answer can be read in again. */
function readable(value: string | string[]): string {
  const codings = [value]
    .flat()
    .join(',')
    .split(',')
    .map((coding) => coding.trim());
  return codings.filter((coding) => /^(?:gzip|deflate|br|identity)\b/i.test(coding)).join(', ') || 'identity';
}
