import type { Page } from '@apiscope/core/page';
import type { ListSnapshotsInput, WholeSnapshot } from '@apiscope/core/replay/schema';
import type { WalkOptions } from '@apiscope/core/search/filter';
import { type DbOrTx, Prisma } from '../client.ts';
import { listSnapshotRows } from './list-snapshot-rows.ts';
import { snapshotColumns, toWholeSnapshot } from './snapshot-row.ts';

const reading = {
  columns: snapshotColumns,
  weight: Prisma.sql`octet_length(path) + octet_length(query::text) + octet_length(headers::text)
    + coalesce(octet_length(body), 0) + coalesce(octet_length(response_headers::text), 0)
    + coalesce(octet_length(response_body), 0)`,
  mapRow: toWholeSnapshot,
};

/**
 * One page of captured requests with headers and bodies, which `maxBytes` keeps from growing wide: the same rows as those of the list.
 * @throws AppError BAD_REQUEST naming the filter, cursor or offset at fault.
 */
export function listWholeSnapshots(
  db: DbOrTx,
  input: ListSnapshotsInput,
  walk: WalkOptions,
): Promise<Page<WholeSnapshot>> {
  return listSnapshotRows(db, { input, walk }, reading);
}
