import { z } from 'zod';
import { parseTimestamp } from '../search/timestamp.ts';
import { timestampIn, timestampOut } from '../timestamp-schema.ts';

/** The ranges that follow the clock, by their names, in milliseconds. */
export const relativeRanges = {
  '15m': 15 * 60_000,
  '1h': 3_600_000,
  '6h': 6 * 3_600_000,
  '24h': 86_400_000,
  '7d': 7 * 86_400_000,
  '30d': 30 * 86_400_000,
} as const;
export type RelativeRange = keyof typeof relativeRanges;
export const relativeRangeNames = Object.keys(relativeRanges) as RelativeRange[];

const relative = z
  .enum(relativeRangeNames)
  .describe('the last minutes, hours or days before it is looked at');

/** A range as it leaves Apiscope. */
export const rangeOut = z.union([relative, z.object({ from: timestampOut, to: timestampOut })]);
export type NamedRange = z.infer<typeof rangeOut>;

/** A range as it comes in: one that follows the clock, or two moments, `to` exclusive. */
export const rangeIn = z.union(
  [
    relative,
    z.strictObject({ from: timestampIn, to: timestampIn }).refine(endsAfterItsStart, {
      path: ['to'],
      message: 'must be after from',
    }),
  ],
  { error: `expected one of ${relativeRangeNames.join(', ')}, or an object of from and to` },
);

/** Ends that are no dates have been named already. */
function endsAfterItsStart({ from, to }: { from: string; to: string }): boolean {
  const [start, end] = [parseTimestamp(from), parseTimestamp(to)];
  return start === null || end === null || end > start;
}
