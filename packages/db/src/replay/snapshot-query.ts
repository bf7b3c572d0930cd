import type { ListSnapshotsInput } from '@apiscope/core/replay/schema';
import type { Condition, ListQuery, WalkOptions } from '@apiscope/core/search/filter';
import { parseListQuery } from '@apiscope/core/search/parse';
import { snapshots } from '@apiscope/core/search/resources/snapshots';
import { printTimestamp } from '@apiscope/core/search/timestamp';
import { readTimestamp } from '@apiscope/core/timestamp-schema';

/**
 * What a list of snapshots is asked for; the plain parameters become conditions of the grammar, so that a cursor remembers them too.
 * @throws AppError BAD_REQUEST naming the filter at fault.
 */
export function snapshotQuery(input: ListSnapshotsInput, walk: WalkOptions): ListQuery {
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
