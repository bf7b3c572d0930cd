import { levelOf, levels } from '@apiscope/core/logs/level';
import type { LevelCounts, Pattern } from '@apiscope/core/logs/pattern-schema';
import { Prisma } from '../client.ts';
import { wireNumber, wireTime } from '../sql/wire.ts';
import { overflowFingerprint } from './resolve-patterns.ts';

/** Columns of a pattern that may be seen. */
export const patternColumns = Prisma.sql`id, service, source, pattern, fingerprint = ${overflowFingerprint} AS "isOverflow", sample,
  count, first_seen AS "firstSeen", last_seen AS "lastSeen", created_at AS "createdAt", updated_at AS "updatedAt"`;

export type PatternRow = {
  id: number;
  service: string;
  source: string;
  pattern: string;
  isOverflow: boolean;
  sample: string;
  count: bigint;
  firstSeen: Date;
  lastSeen: Date;
  createdAt: Date;
  updatedAt: Date;
};

/** The wire form of a stored pattern, but for what its counters know. */
export function toPattern({
  count,
  firstSeen,
  lastSeen,
  createdAt,
  updatedAt,
  ...row
}: PatternRow): Omit<Pattern, 'levels'> {
  return {
    ...row,
    count: wireNumber(count),
    firstSeen: wireTime(firstSeen),
    lastSeen: wireTime(lastSeen),
    created_at: wireTime(createdAt),
    updated_at: wireTime(updatedAt),
  };
}

/** No line of any level. */
export function noLines(): LevelCounts {
  return Object.fromEntries(levels.map((level) => [level, 0])) as LevelCounts;
}

/** Adds lines of a severity to counts by level. */
export function addLines(counts: LevelCounts, severity: number, count: number): void {
  counts[levelOf(severity)] += count;
}
