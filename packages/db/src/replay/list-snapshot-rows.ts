import type { Page } from '@apiscope/core/page';
import type { ListSnapshotsInput } from '@apiscope/core/replay/schema';
import type { Condition, ListQuery, WalkOptions } from '@apiscope/core/search/filter';
import { parseListQuery } from '@apiscope/core/search/parse';
import { snapshots } from '@apiscope/core/search/resources/snapshots';
import { printTimestamp } from '@apiscope/core/search/timestamp';
import { readTimestamp } from '@apiscope/core/timestamp-schema';
import { type DbOrTx, Prisma } from '../client.ts';
import { leastSimilarity, listRanked } from '../sql/list-ranked.ts';
import type { ListOptions } from '../sql/page.ts';

/** What is read of the rows, which are the same however much that is. */
export type SnapshotReading<DbRow, T extends { readonly [field: string]: unknown }> = Pick<
  ListOptions<DbRow, T>,
  'columns' | 'weight' | 'mapRow'
>;

/**
 * One page of captured requests.
 * @throws AppError BAD_REQUEST naming the filter, cursor or offset at fault.
 */
export function listSnapshotRows<DbRow, T extends { readonly [field: string]: unknown }>(
  db: DbOrTx,
  { input, walk }: { input: ListSnapshotsInput; walk: WalkOptions },
  reading: SnapshotReading<DbRow, T>,
): Promise<Page<T>> {
  const table = Prisma.sql`request_snapshots`;
  return listRanked(db, { ...reading, table, query: toQuery(input, walk), near });
}

/** Words are compared with the endpoints, of which there are few however many requests they serve. */
function near(words: readonly string[]): Prisma.Sql {
  return Prisma.sql`SELECT request_snapshots.*, alike.relevance FROM request_snapshots JOIN (
    SELECT service, endpoint, sum(round(100 * word_similarity(word, endpoint)))::int AS relevance
    FROM endpoints CROSS JOIN unnest(${[...words]}::text[]) AS word
    WHERE word_similarity(word, endpoint) >= ${leastSimilarity}::float8 GROUP BY service, endpoint
  ) AS alike USING (service, endpoint)`;
}

/** The plain parameters become conditions of the grammar, so that a cursor remembers them too. */
function toQuery(input: ListSnapshotsInput, walk: WalkOptions): ListQuery {
  const query = parseListQuery(snapshots, input);
  return { ...query, ...walk, filter: [...query.filter, ...plainConditions(input)] };
}

function plainConditions(input: ListSnapshotsInput): Condition[] {
  const conditions: Condition[] = [];
  for (const field of ['service', 'method', 'path', 'statusCode'] as const) {
    const value = input[field];
    if (value !== undefined) conditions.push({ field, op: 'eq', value });
  }
  const { startDate, endDate } = input;
  if (startDate !== undefined)
    conditions.push({ field: 'timestamp', op: 'gte', value: normalise(startDate) });
  if (endDate !== undefined) conditions.push({ field: 'timestamp', op: 'lte', value: normalise(endDate) });
  return conditions;
}

function normalise(date: string): string {
  return printTimestamp(readTimestamp(date));
}
