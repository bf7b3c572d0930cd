import { scopeOf } from '../shell/nav-items.ts';

/** Where a pattern is shown, over the range that the address shows. */
export function patternLink(patternId: number, search: string): string {
  const params = new URLSearchParams(scopeOf(search));
  params.set('pattern', String(patternId));
  return `/dashboard/patterns?${params}`;
}
