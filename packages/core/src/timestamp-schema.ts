import { z } from 'zod';
import { parseTimestamp, printTimestamp } from './search/timestamp.ts';

/** A moment as it leaves Apiscope: ISO-8601 with milliseconds and `Z`. */
export const timestampOut = z.string().meta({ format: 'date-time', example: '2026-01-31T09:00:00.000Z' });

/** A moment as it comes in: ISO-8601, UTC where no zone is given. Kept as text; read it with {@link parseTimestamp}. */
export const timestampIn = z
  .string()
  .refine(
    (text) => parseTimestamp(text) !== null,
    'expected an ISO-8601 date, for example 2026-01-31T09:00:00Z',
  )
  .meta({ format: 'date-time', example: '2026-01-31T09:00:00Z' });

/** Epoch milliseconds of a text that {@link timestampIn} accepted. */
export function readTimestamp(text: string): number {
  const epochMs = parseTimestamp(text);
  if (epochMs === null) throw new RangeError(`not a timestamp: ${printTimestamp(0)} expected`);
  return epochMs;
}
