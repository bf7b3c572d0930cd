import { scopeOf } from '../shell/nav-items.ts';

/** Where the lines of a pattern are, in the range that the address shows; its service is known by the pattern. */
export function linesLink(patternId: number, search: string): string {
  const params = new URLSearchParams(scopeOf(search));
  params.delete('service');
  params.set('patternId__eq', String(patternId));
  return `/dashboard/logs?${params}`;
}
