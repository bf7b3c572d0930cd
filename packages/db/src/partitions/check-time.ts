import { badParameter } from '@apiscope/core/errors';
import { dayMs } from './parents.ts';

/** Rows older than this are refused: every day gets a table, so the number of days must have a bound. */
export const oldestTime = Date.UTC(1990, 0, 1);

/** @throws AppError BAD_REQUEST naming `path` when the moment is before 1990 or more than a day ahead of `now`. */
export function checkTime(path: string, epochMs: number, now: number): void {
  if (epochMs >= oldestTime && epochMs <= now + dayMs) return;
  throw badParameter(path, 'expected a moment between 1990-01-01 and one day from now');
}
