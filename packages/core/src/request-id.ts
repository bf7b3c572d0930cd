/** The id a caller gave its request, when it is one that can be logged and searched; else null. */
export function readRequestId(header: string | undefined): string | null {
  return header !== undefined && /^[\w.:/+=@-]{1,128}$/.test(header) ? header : null;
}

/** The trace id of a W3C `traceparent` header (Trace Context, version 00 and later); null when there is no valid one. */
export function readTraceId(header: string | undefined): string | null {
  const match = /^(?!ff)[\da-f]{2}-([\da-f]{32})-([\da-f]{16})-[\da-f]{2}(?:-.*)?$/.exec(header ?? '');
  if (!match || /^0+$/.test(match[1]!) || /^0+$/.test(match[2]!)) return null;
  return match[1]!;
}
