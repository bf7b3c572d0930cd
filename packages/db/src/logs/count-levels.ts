import type { LevelCounts } from '@apiscope/core/logs/pattern-schema';
import { floorToWindow } from '@apiscope/core/metrics/window';
import type { DbOrTx } from '../client.ts';
import { addLines, noLines } from './pattern-row.ts';

type Counted = { id: number; firstSeen: string; lastSeen: string };

const day = 86_400;

/** The lines of patterns that are still there, by level, from the counters of whole days. @returns counts by id of the pattern. */
export async function countLevels(
  db: DbOrTx,
  patterns: readonly Counted[],
): Promise<Map<number, LevelCounts>> {
  const counts = new Map(patterns.map(({ id }) => [id, noLines()]));
  if (patterns.length === 0) return counts;
  // Days outside hold no line of these, and their partitions need not be opened.
  const from = Math.min(...patterns.map(({ firstSeen }) => Date.parse(firstSeen)));
  const to = Math.max(...patterns.map(({ lastSeen }) => Date.parse(lastSeen)));
  const rows = await db.$queryRaw<{ id: number; severity: number; count: number }[]>`
    SELECT pattern_id AS id, severity, sum(count)::float8 AS count FROM log_counts
    WHERE resolution = ${day} AND bucket BETWEEN ${new Date(floorToWindow(from, day))} AND ${new Date(to)}
      AND pattern_id = ANY (${[...counts.keys()]}::int[])
    GROUP BY 1, 2`;
  for (const { id, severity, count } of rows) addLines(counts.get(id)!, severity, count);
  return counts;
}
