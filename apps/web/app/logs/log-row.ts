import type { Log } from '@apiscope/core/logs/schema';

/** A log line as it reaches a screen: JSON drops the key of an undefined `meta`. */
export type LogRow = Omit<Log, 'meta'> & { meta?: unknown };
