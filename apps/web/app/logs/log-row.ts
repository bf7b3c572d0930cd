import type { Log } from '@apiscope/core/logs/schema';

/** A log line as it reaches a screen: JSON drops the key of an undefined `meta`. */
export type LogRow = Omit<Log, 'meta'> & { meta?: unknown };

/** Whether a line tells of a failure, of which one asks whether it was seen before. */
export function isFailure({ level }: Pick<LogRow, 'level'>): boolean {
  return level === 'error' || level === 'fatal';
}
