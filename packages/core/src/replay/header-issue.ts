/** Headers that belong to one connection (RFC 9110, 7.6.1), that the sender makes itself, or that say whom to take it for. */
const own = new Set(
  'connection keep-alive proxy-connection proxy-authenticate proxy-authorization te trailer transfer-encoding upgrade http2-settings host content-length content-encoding expect x-apiscope-replay'.split(
    ' ',
  ),
);

/** Whether a header is made anew for every request, so that nobody may set it. */
export function isOwnHeader(name: string): boolean {
  return own.has(name.toLowerCase()) || name.startsWith(':');
}

/** Says why a header can't be set; null when it can. */
export function headerIssue(name: string, value: string): string | null {
  if (!/^[!#$%&'*+\-.^_`|~\w]{1,200}$/.test(name)) return 'is no name of a header';
  if (isOwnHeader(name)) return 'is made anew for every request and cannot be set';
  if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(value))
    return 'holds a line break or a character that headers cannot hold';
  return null;
}
