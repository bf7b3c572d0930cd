import type { Pattern, PatternListItem, PatternPage } from '@apiscope/core/logs/pattern-schema';
import { trendWindow } from '@apiscope/core/logs/trend-window';
import { bucketStarts } from '@apiscope/core/metrics/bucket-starts';
import type { TimeRange } from '@apiscope/core/metrics/window';
import type { ListQuery } from '@apiscope/core/search/filter';
import { type DbOrTx, Prisma } from '../client.ts';
import { printRange } from '../metrics/aggregate-metrics.ts';
import { listPage } from '../sql/page.ts';
import { countBuckets } from './count-buckets.ts';
import { countLevels } from './count-levels.ts';
import { patternColumns, toPattern } from './pattern-row.ts';

/**
 * One page of patterns with their mix of levels and their trend over a range, which does not narrow the list.
 * @param range whole minutes
 */
export async function listPatterns(
  db: DbOrTx,
  query: ListQuery,
  { range }: { range: TimeRange },
): Promise<PatternPage> {
  const { data, metadata } = await listPage(db, {
    table: Prisma.sql`log_patterns`,
    columns: patternColumns,
    weight: Prisma.sql`octet_length(pattern) + octet_length(sample)`,
    query,
    mapRow: toPattern,
  });
  const windowSize = trendWindow(range);
  const [levels, trends] = [await countLevels(db, data), await readTrends(db, data, range, windowSize)];
  return {
    data: data.map((row) => ({ ...row, levels: levels.get(row.id)!, trend: trends.get(row.id)! })),
    metadata: { ...metadata, trend: { ...printRange(range), windowSize } },
  };
}

async function readTrends(
  db: DbOrTx,
  patterns: readonly Pick<Pattern, 'id'>[],
  range: TimeRange,
  windowSize: number,
): Promise<Map<number, PatternListItem['trend']>> {
  const starts = bucketStarts(range, windowSize, Number.MAX_SAFE_INTEGER);
  const trends = new Map(patterns.map(({ id }) => [id, starts.map(() => 0)]));
  const placeOf = new Map(starts.map((start, place) => [start, place]));
  for (const { id, start, count } of await countBuckets(db, { ids: [...trends.keys()], range, windowSize }))
    trends.get(id)![placeOf.get(start)!]! += count;
  return trends;
}
