import { type DbOrTx, Prisma } from '../client.ts';
import { compileOfPatterns } from './compile-patterns.ts';
import { type CompiledSearch, joinAll, joinAny } from './compile-search.ts';

/** Lines of each stage of a search. */
export type StageCounts = {
  exact: number;
  identified: number;
  /** By pattern, those of the stages before left out. */
  ranked: ReadonlyMap<number, number>;
  /** Whether there are more than were counted. */
  isCapped: boolean;
};

/** Lines counted at most where counters can't tell, and in a scope too large to be read for every page. */
const caps = { small: 1_000_000, large: 10_000 };

/**
 * Counts the lines that a search answers. Where filter and search speak of patterns, levels and times alone counters know, and only lines
 * that have a named identifier are looked at; else the lines are counted, up to a cap.
 */
export async function countStages(db: DbOrTx, search: CompiledSearch): Promise<StageCounts> {
  return search.isCountable ? fromCounters(db, search) : fromLines(db, search);
}

async function fromCounters(db: DbOrTx, search: CompiledSearch): Promise<StageCounts> {
  const { base, everyTerm, identified, exact, mixed, lookups, ranked, counts } = search;
  const countOf = (id: number): number => counts.get(id) ?? 0;
  const looking = joinAny([
    ...(lookups.length > 0 ? [identified] : []),
    ...(mixed.length > 0 ? [Prisma.sql`(${compileOfPatterns(mixed)} AND ${everyTerm})`] : []),
  ]);
  const looked =
    lookups.length + mixed.length === 0
      ? []
      : await db.$queryRaw<{ id: number; exact: number; identified: number }[]>`
          SELECT pattern_id AS id, (count(*) FILTER (WHERE ${everyTerm}))::float8 AS exact,
                 (count(*) FILTER (WHERE ${identified} AND NOT ${everyTerm}))::float8 AS identified
          FROM logs WHERE ${joinAll([base, looking, ...(exact.length > 0 ? [Prisma.sql`NOT ${compileOfPatterns(exact)}`] : [])])}
          GROUP BY 1`;
  const lookedUp = new Map(looked.map((each) => [each.id, each.exact + each.identified]));
  const sumOf = (stage: 'exact' | 'identified'): number => looked.reduce((sum, each) => sum + each[stage], 0);
  return {
    exact: exact.reduce((sum, id) => sum + countOf(id), 0) + sumOf('exact'),
    identified: sumOf('identified'),
    ranked: new Map(ranked.map((id) => [id, countOf(id) - (lookedUp.get(id) ?? 0)])),
    isCapped: false,
  };
}

async function fromLines(
  db: DbOrTx,
  { base, exactly, identified, ranked, inScope }: CompiledSearch,
): Promise<StageCounts> {
  const cap = inScope <= caps.small ? caps.small : caps.large;
  const rows = await db.$queryRaw<{ stage: number; count: number }[]>`
    SELECT stage, count(*)::float8 AS count FROM (
      SELECT CASE WHEN ${exactly} THEN -1 WHEN ${identified} THEN -2 ELSE pattern_id END AS stage FROM logs
      WHERE ${base} AND ${joinAny([exactly, identified, compileOfPatterns(ranked)])} LIMIT ${cap + 1}
    ) AS counted GROUP BY stage`;
  const byStage = new Map(rows.map(({ stage, count }) => [stage, count]));
  return {
    exact: byStage.get(-1) ?? 0,
    identified: byStage.get(-2) ?? 0,
    ranked: new Map(ranked.map((id) => [id, byStage.get(id) ?? 0])),
    isCapped: rows.reduce((sum, { count }) => sum + count, 0) > cap,
  };
}

/** All lines of all stages. */
export function totalOf({ exact, identified, ranked }: StageCounts): number {
  return [...ranked.values()].reduce((sum, count) => sum + count, exact + identified);
}
