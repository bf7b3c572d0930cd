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
  const rows = await db.$queryRaw<FacetRow[]>`
    WITH shared AS MATERIALIZED (${groupByPattern(tally, null)})
    ${Prisma.join(
      facets.map((facet) => compileFacet(tally, query, facet)),
      ' UNION ALL ',
    )}`;
  const valuesOf = (name: FacetRow['facet']): FacetRow[] =>
    rows
      .filter(({ facet }) => facet === name)
      .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
  const plain = (name: FacetRow['facet']) => valuesOf(name).map(({ value, count }) => ({ value, count }));
  const byLevel = new Map(valuesOf('level').map(({ value, count }) => [levelOf(Number(value)), count]));
  return {
    level: [...levels].reverse().map((value) => ({ value, count: byLevel.get(value) ?? 0 })),
    service: plain('service'),
    source: plain('source'),
    pattern: valuesOf('patternId').map(({ value, label, count }) => ({ value: Number(value), label, count })),
    isCapped: tally.isCapped || tally.hasMixed,
    reason: tally.isCapped ? cappedReason : tally.hasMixed ? overflowReason : null,
  };
}

type Facet = Exclude<Ignored, null>;
type FacetRow = { facet: Facet; value: string; label: string; count: number };

const facets: readonly Facet[] = ['level', 'service', 'source', 'patternId'];
const columns: Record<Facet, Prisma.Sql> = {
  level: Prisma.sql`severity::text AS value, '' AS label`,
  service: Prisma.sql`service AS value, '' AS label`,
  source: Prisma.sql`source AS value, '' AS label`,
  patternId: Prisma.sql`id::text AS value, left(pattern, ${labelLength}) AS label`,
};

/** A field without a condition of its own shares one reading of the counters with the others. */
function compileFacet(tally: LogTally, { filter }: Query, facet: Facet): Prisma.Sql {
  const isFiltered = filter.some(({ field }) => field === facet);
  const counted = isFiltered ? Prisma.sql`(${groupByPattern(tally, facet)})` : Prisma.sql`shared`;
  const isKnown = facet === 'source' ? Prisma.sql`fingerprint <> ${overflowFingerprint}` : Prisma.sql`true`;
  return Prisma.sql`(SELECT ${facet} AS facet, ${columns[facet]}, sum(counted.count)::float8 AS count
    FROM ${counted} AS counted JOIN log_patterns ON log_patterns.id = counted.pattern_id
    WHERE ${isKnown} GROUP BY 2, 3 HAVING sum(counted.count) > 0 ORDER BY count DESC, value LIMIT ${maxValues})`;
}

function groupByPattern(tally: LogTally, ignored: Ignored): Prisma.Sql {
  return Prisma.sql`SELECT pattern_id, severity, sum(count) AS count FROM (${tally.compile(ignored)}) AS rows GROUP BY 1, 2`;
}
