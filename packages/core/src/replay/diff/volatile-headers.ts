/**
 * Headers that differ between two answers to the same request although the answers are the same: times, connections, ids of
 * requests, what caches and limits count, and lengths, which bodies tell better.
 */
export const volatileHeaders: ReadonlySet<string> = new Set(
  `date age expires connection keep-alive transfer-encoding trailer content-length via alt-svc
   request-id x-request-id x-correlation-id correlation-id x-github-request-id x-amz-request-id x-amz-id-2 x-amz-cf-id x-amz-cf-pop
   x-amzn-requestid x-amzn-trace-id x-trace-id x-b3-traceid x-b3-spanid traceparent tracestate cf-ray x-ms-request-id x-vercel-id fly-request-id
   server-timing x-runtime x-response-time x-envoy-upstream-service-time x-timer x-served-by x-cache x-cache-hits cf-cache-status
   ratelimit ratelimit-limit ratelimit-remaining ratelimit-reset x-ratelimit-limit x-ratelimit-remaining x-ratelimit-reset x-ratelimit-used
   x-rate-limit-remaining x-rate-limit-reset report-to nel`.split(/\s+/),
);

/**
 * Headers that stand for the body. Servers make them from times and places as well as from content, so they count only where the
 * bodies themselves could not be compared in full.
 */
export const bodyHeaders: ReadonlySet<string> = new Set([
  'etag',
  'last-modified',
  'content-md5',
  'digest',
  'content-digest',
  'repr-digest',
]);
