import { severityOf } from '@apiscope/core/logs/level';
import type { PreparedLog } from './insert-logs.ts';

/** The lines of one pattern in a batch. */
export type PatternTally = {
  key: string;
  service: string;
  source: string;
  fingerprint: string;
  pattern: string;
  /** Message of its first line. */
  sample: string;
  count: number;
  /** Moments of its first and last line, milliseconds since the UTC epoch. */
  first: number;
  last: number;
  /** Lines by minute and severity, under the sum of both: a minute is a multiple of 60,000, a severity at most 24. */
  minutes: Map<number, { severity: number; minute: number; count: number }>;
};

export const minuteMs = 60_000;

/** Groups a batch by pattern. @returns the tallies in the order of their keys, and for each line the key of its pattern. */
export function tallyLogs(logs: readonly PreparedLog[]): { tallies: PatternTally[]; keys: string[] } {
  const tallies = new Map<string, PatternTally>();
  const keys = logs.map((log) => {
    const key = `${log.fingerprint}\n${log.source}\n${log.service}`;
    let tally = tallies.get(key);
    if (!tally) {
      tally = startTally(key, log);
      tallies.set(key, tally);
    }
    addLine(tally, log);
    return key;
  });
  return { tallies: [...tallies.values()].sort((a, b) => (a.key < b.key ? -1 : 1)), keys };
}

function startTally(key: string, log: PreparedLog): PatternTally {
  const { service, source, fingerprint, pattern, message, createdAt } = log;
  const minutes = new Map();
  return {
    key,
    service,
    source,
    fingerprint,
    pattern,
    sample: message,
    count: 0,
    first: createdAt,
    last: createdAt,
    minutes,
  };
}

function addLine(tally: PatternTally, { createdAt, level }: PreparedLog): void {
  tally.count += 1;
  tally.first = Math.min(tally.first, createdAt);
  tally.last = Math.max(tally.last, createdAt);
  const minute = Math.floor(createdAt / minuteMs) * minuteMs;
  const severity = severityOf[level];
  const found = tally.minutes.get(minute + severity);
  if (found) found.count += 1;
  else tally.minutes.set(minute + severity, { severity, minute, count: 1 });
}
