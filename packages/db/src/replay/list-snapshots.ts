import type { Page } from '@apiscope/core/page';
import type { ListSnapshotsInput, SnapshotListItem } from '@apiscope/core/replay/schema';
import type { WalkOptions } from '@apiscope/core/search/filter';
import { type DbOrTx, Prisma } from '../client.ts';
import { leastSimilarity, listRanked } from '../sql/list-ranked.ts';
import { snapshotQuery } from './snapshot-query.ts';
import { snapshotItemColumns, toSnapshotItem } from './snapshot-row.ts';

/**
 * One page of captured requests, without headers and bodies.
 * @throws AppError BAD_REQUEST naming the filter, cursor or offset at fault.
 */
export function listSnapshots(
  db: DbOrTx,
  input: ListSnapshotsInput,
  walk: WalkOptions = {},
): Promise<Page<SnapshotListItem>> {
  return listRanked(db, {
    table: Prisma.sql`request_snapshots`,
    columns: snapshotItemColumns,
    weight: Prisma.sql`octet_length(path) + octet_length(query::text)`,
    query: snapshotQuery(input, walk),
    mapRow: toSnapshotItem,
    near,
  });
}

/** Words are compared with the endpoints, of which there are few however many requests they serve. */
function near(words: readonly string[]): Prisma.Sql {
  return Prisma.sql`SELECT request_snapshots.*, alike.relevance FROM request_snapshots JOIN (
    SELECT service, endpoint, sum(round(100 * word_similarity(word, endpoint)))::int AS relevance
    FROM endpoints CROSS JOIN unnest(${[...words]}::text[]) AS word
    WHERE word_similarity(word, endpoint) >= ${leastSimilarity}::float8 GROUP BY service, endpoint
  ) AS alike USING (service, endpoint)`;
}
