/** The address of one trace. */
export function traceLink(traceId: string): string {
  return `/dashboard/traces/${encodeURIComponent(traceId)}`;
}
