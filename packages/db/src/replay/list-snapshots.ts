import type { Page } from '@apiscope/core/page';
import type { ListSnapshotsInput, SnapshotListItem } from '@apiscope/core/replay/schema';
import type { WalkOptions } from '@apiscope/core/search/filter';
import { type DbOrTx, Prisma } from '../client.ts';
import { listSnapshotRows } from './list-snapshot-rows.ts';
import { snapshotItemColumns, toSnapshotItem } from './snapshot-row.ts';

const reading = {
  columns: snapshotItemColumns,
  weight: Prisma.sql`octet_length(path) + octet_length(query::text)`,
  mapRow: toSnapshotItem,
};

/**
 * One page of captured requests, without headers and bodies.
 * @throws AppError BAD_REQUEST naming the filter, cursor or offset at fault.
 */
export function listSnapshots(
  db: DbOrTx,
  input: ListSnapshotsInput,
  walk: WalkOptions = {},
): Promise<Page<SnapshotListItem>> {
  return listSnapshotRows(db, { input, walk }, reading);
}
