import type { Page } from '@apiscope/core/page';
import type { ListSnapshotsInput, SnapshotListItem } from '@apiscope/core/replay/schema';
import type { WalkOptions } from '@apiscope/core/search/filter';
import { type DbOrTx, Prisma } from '../client.ts';
import { listPage } from '../sql/page.ts';
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
  return listPage(db, {
    table: Prisma.sql`request_snapshots`,
    columns: snapshotItemColumns,
    weight: Prisma.sql`octet_length(path) + octet_length(query::text)`,
    query: snapshotQuery(input, walk),
    mapRow: toSnapshotItem,
  });
}
