import { levelOf, levels } from '@apiscope/core/logs/level';
import type { LogFacets } from '@apiscope/core/logs/schema';
import type { Query } from '@apiscope/core/search/filter';
import { type DbOrTx, Prisma } from '../client.ts';
import { cappedReason } from './capped-reason.ts';
import { overflowFingerprint } from './resolve-patterns.ts';
import type { SearchLimits } from './search-logs.ts';
import { type Ignored, type LogTally, openTally } from './tally-scope.ts';

/** Values given of each field. */
const maxValues = 20;
/** Characters of a pattern given as its label. */
const labelLength = 300;

const overflowReason = 'lines past the cap of patterns are left out of the sources';

/** Counts the lines that match filter and search by level, service, source and pattern. */
export async function logFacets(db: DbOrTx, query: Query, limits?: SearchLimits): Promise<LogFacets> {
  const tally = await openTally(db, query, limits);
  const [bySeverity, service, source, pattern] = await Promise.all([
    countBy<{ value: number; count: number }>(db, tally, 'level', Prisma.sql`severity AS value, '' AS label`),
    countBy<{ value: string; count: number }>(
      db,
      tally,
      'service',
      Prisma.sql`service AS value, '' AS label`,
    ),
    countBy<{ value: string; count: number }>(db, tally, 'source', Prisma.sql`source AS value, '' AS label`),
    countBy<{ value: number; label: string; count: number }>(
      db,
      tally,
      'patternId',
      Prisma.sql`id AS value, left(pattern, ${labelLength}) AS label`,
    ),
  ]);
  const counts = new Map(bySeverity.map(({ value, count }) => [levelOf(value), count]));
  return {
    level: [...levels].reverse().map((value) => ({ value, count: counts.get(value) ?? 0 })),
    service: service.map(({ value, count }) => ({ value, count })),
    source: source.map(({ value, count }) => ({ value, count })),
    pattern: pattern.map(({ value, label, count }) => ({ value, label, count })),
    isCapped: tally.isCapped || tally.hasMixed,
    reason: tally.isCapped ? cappedReason : tally.hasMixed ? overflowReason : null,
  };
}

function countBy<T>(db: DbOrTx, tally: LogTally, ignored: Ignored, value: Prisma.Sql): Promise<T[]> {
  return db.$queryRaw<T[]>`
    SELECT ${value}, sum(counted.count)::float8 AS count FROM (${tally.compile(ignored)}) AS counted
    JOIN log_patterns ON log_patterns.id = counted.pattern_id
    WHERE ${ignored === 'source' ? Prisma.sql`fingerprint <> ${overflowFingerprint}` : Prisma.sql`true`}
    GROUP BY 1, 2 HAVING sum(counted.count) > 0 ORDER BY count DESC, value LIMIT ${maxValues}`;
}
