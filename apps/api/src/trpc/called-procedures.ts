/** Where tRPC is served. */
const endpoint = '/trpc/';

/** Calls that one request may batch; what a page asks at once is a tenth of that. */
export const maxCalls = 100;

/** Names of the procedures that a request to tRPC calls, read as tRPC reads them; none when the path cannot be read. */
export function calledProcedures(url: string): string[] {
  const { pathname, searchParams } = new URL(url);
  try {
    const path = decodeURIComponent(pathname.slice(endpoint.length).replace(/^\/+|\/+$/g, ''));
    return searchParams.get('batch') === '1' ? path.split(',') : [path];
  } catch {
    return [];
  }
}

/** For how many requests one counts: as many as it batches calls. */
export function countCalls(url: string): number {
  if (!new URL(url).pathname.startsWith(endpoint)) return 1;
  return Math.max(1, calledProcedures(url).length);
}
