/** Segments kept of a path; what follows becomes one `{rest}`. */
const maxSegments = 16;
/** A longer segment stands for a value, whatever it looks like. */
const maxSegmentLength = 80;

/**
 * The route a raw path most likely belongs to, for traffic whose router is unknown: query, fragment and origin go, segments that
 * look like values become `{id}`, everything else stays as written (nothing is decoded). At most 16 segments of 80 characters.
 *
 * A value is: a number, date or IP address; a UUID; hex of 8 or more with a digit; an e-mail address; a random-looking token
 * (letters and digits changing often: ULID, base58, nanoid); one of these behind a prefix (`cus_9s6XKzkNRiz8i3`, `order-12345`); anything
 * over 80 characters. File extensions (`{id}.json`), versions (`v2`, `v1beta1`) and words with a digit (`oauth2`) stay.
 * The result is a fixed point: `inferRouteTemplate` of it is itself.
 */
export function inferRouteTemplate(path: string): string {
  const bare = path.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '').split(/[?#]/, 1)[0]!;
  if (bare === '*') return bare;
  const segments = bare.replace(/^\//, '').split('/', maxSegments + 1);
  const kept = segments.slice(0, maxSegments).map(inferSegment);
  if (segments.length > maxSegments) kept.splice(maxSegments - 1, 1, '{rest}');
  return `/${kept.join('/')}`;
}

const methods = new Set(
  'GET HEAD POST PUT PATCH DELETE OPTIONS TRACE CONNECT QUERY PROPFIND PROPPATCH MKCOL COPY MOVE LOCK UNLOCK REPORT PURGE'.split(
    ' ',
  ),
);

/** The method in capitals; `OTHER` for one that no standard knows, so that garbage cannot make endpoints. */
export function normaliseMethod(method: string): string {
  const upper = method.trim().toUpperCase();
  return methods.has(upper) ? upper : 'OTHER';
}

function inferSegment(segment: string): string {
  if (segment.length > maxSegmentLength) return '{id}';
  // A stored endpoint holds no control characters and no lone surrogates.
  const text = segment.replace(/[\p{Cc}\p{Cs}]/gu, '');
  if (isValue(text)) return '{id}';
  const file = /^(.+)(\.[a-z][a-z0-9]{0,4})$/i.exec(text);
  if (file === null) return text;
  const [, stem = '', extension = ''] = file;
  if (isValue(stem)) return `{id}${extension}`;
  const parts = stem.split('.').map((part) => (isToken(part) ? '{id}' : part));
  return `${parts.join('.')}${extension}`;
}

function isValue(text: string): boolean {
  if (/^[\d.,:_-]*\d[\d.,:_-]*$/.test(text)) return true;
  if (/^[^@]+(?:@|%40)[^@]*\.[^@.]+$/.test(text)) return true;
  if (isToken(text)) return true;
  const suffix = /^[a-z][a-z0-9]*(?:[-_][a-z][a-z0-9]*)*[-_]+([a-z0-9]+)$/i.exec(text)?.[1];
  return suffix !== undefined && (/^\d{5,}$/.test(suffix) || isToken(suffix));
}

/** Hex with a digit, a UUID, or a token whose letters and digits alternate as words' do not. */
function isToken(text: string): boolean {
  if (/^[0-9a-f]{8,}$/i.test(text)) return /\d/.test(text);
  if (/^\{?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?$/i.test(text)) return true;
  if (!/^[a-z0-9_-]+$/i.test(text)) return false;
  const changes = text.match(/[a-z](?=\d)|\d(?=[a-z])/gi)?.length ?? 0;
  if (!/[_-]/.test(text)) return text.length >= 10 && changes >= 3;
  return text.length >= 16 && changes >= 4 && /[a-z]/.test(text) && /[A-Z]/.test(text);
}
