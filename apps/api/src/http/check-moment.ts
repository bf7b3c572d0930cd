import { badParameter } from '@apiscope/core/errors';
import { printTimestamp } from '@apiscope/core/search/timestamp';

/** Earliest moment that is taken in, 1990-01-01. */
const earliest = Date.UTC(1990, 0, 1);
/** How far a sender's clock may run ahead, ms. */
const tolerance = 86_400_000;

/** @throws AppError BAD_REQUEST naming the parameter when the moment is before 1990 or more than a day ahead. */
export function checkMoment(parameter: string, epochMs: number, now: number): void {
  if (epochMs >= earliest && epochMs <= now + tolerance) return;
  throw badParameter(parameter, `must be between ${printTimestamp(earliest)} and one day from now`);
}
