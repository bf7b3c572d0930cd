import type { Change } from './diff-schema.ts';
import { generalPath } from './general-path.ts';
import { setLimits } from './set-schema.ts';

/**
 * Paths to ignore, from what differed between two answers to the same request: items of arrays stand for all items. The status is
 * never noise: an answer that comes out differently each time is a finding. Most frequent first, as many as a set holds.
 */
export function noisePaths(changes: readonly Pick<Change, 'path'>[]): string[] {
  const counts = new Map<string, number>();
  for (const { path } of changes) {
    if (path === 'status') continue;
    const general = generalPath(path);
    if (general.length <= setLimits.path) counts.set(general, (counts.get(general) ?? 0) + 1);
  }
  return [...counts]
    .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
    .slice(0, setLimits.paths)
    .map(([path]) => path);
}
