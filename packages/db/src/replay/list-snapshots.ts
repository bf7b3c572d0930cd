import type { Page } from '@apiscope/core/page';
import type { ListSnapshotsInput, SnapshotListItem } from '@apiscope/core/replay/schema';
import type { Condition, WalkOptions } from '@apiscope/core/search/filter';
import { parseListQuery } from '@apiscope/core/search/parse';
import { snapshots } from '@apiscope/core/search/resources/snapshots';
import { printTimestamp } from '@apiscope/core/search/timestamp';
import { readTimestamp } from '@apiscope/core/timestamp-schema';
import { type DbOrTx, Prisma } from '../client.ts';
import { listPage } from '../sql/page.ts';
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
  const query = parseListQuery(snapshots, input);
  return listPage(db, {
    table: Prisma.sql`request_snapshots`,
    columns: snapshotItemColumns,
    query: { ...query, ...walk, filter: [...query.filter, ...plainConditions(input)] },
    mapRow: toSnapshotItem,
  });
}

/** The plain parameters as conditions of the grammar, so that a cursor remembers them too. */
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
