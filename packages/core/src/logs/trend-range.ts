import { badParameter } from '../errors.ts';
import { type TimeRange, WINDOW_SECONDS, widenRange } from '../metrics/window.ts';
import { readTimestamp } from '../timestamp-schema.ts';

const dayMs = 86_400_000;
/** The last minute of 9999: an offset can push a date past it, where no line is and PostgreSQL reads none. */
const lastMoment = Date.UTC(9999, 11, 31, 23, 59);

/**
 * The range of a trend, widened outwards to whole minutes: what is asked for, by default the 24 hours up to `endDate`, which is now.
 * @throws AppError BAD_REQUEST naming `endDate` when it is before `startDate`.
 */
export function trendRange(
  { startDate, endDate }: { startDate?: string | undefined; endDate?: string | undefined },
  { now }: { now: number },
): TimeRange {
  const asked = { start: momentOf(startDate), end: momentOf(endDate) };
  if (asked.start !== null && asked.end !== null && asked.end < asked.start)
    throw badParameter('endDate', 'is before startDate');
  const end = asked.end ?? Math.max(now, asked.start ?? now);
  return widenRange({ start: asked.start ?? end - dayMs, end }, WINDOW_SECONDS);
}

function momentOf(date: string | undefined): number | null {
  return date === undefined ? null : Math.min(lastMoment, readTimestamp(date));
}
