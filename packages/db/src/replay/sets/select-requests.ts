import { relativeRanges } from '@apiscope/core/range/schema';
import { type ListSnapshotsInput, listSnapshotsInput } from '@apiscope/core/replay/schema';
import type { ReplaySet } from '@apiscope/core/replay/set-schema';
import { printTimestamp } from '@apiscope/core/search/timestamp';
import { readTimestamp } from '@apiscope/core/timestamp-schema';

/** What of a set says which requests it takes. */
export type Selection = Pick<ReplaySet, 'service' | 'filter' | 'range'>;

/**
 * The requests of a set as their list is asked for them.
 * @param now end of a range that follows the clock, milliseconds since the UTC epoch.
 */
export function selectRequests(
  { service, filter, range }: Selection,
  { now, limit, cursor }: { now: number; limit: number; cursor?: string | null },
): ListSnapshotsInput {
  return listSnapshotsInput.parse({
    ...filter,
    ...momentsOf(range, now),
    service,
    limit,
    ...(cursor && { cursor }),
  });
}

function momentsOf(range: ReplaySet['range'], now: number): { startDate?: string; endDate?: string } {
  if (range === null) return {};
  if (typeof range === 'string')
    return { startDate: printTimestamp(now - relativeRanges[range]), endDate: printTimestamp(now) };
  // A range ends before its `to`, the parameter is the last moment that belongs to it.
  return { startDate: range.from, endDate: printTimestamp(readTimestamp(range.to) - 1) };
}
