import type { DbOrTx } from '../client.ts';
import { compileCounted } from './compile-counted.ts';
import { compileOfPatterns, compileOfScope } from './compile-patterns.ts';
import { countInScope } from './count-in-scope.ts';
import { compileLevelScope, type LogScope } from './log-scope.ts';

/** Counts the lines in scope of some patterns one by one, and of all together, in one reading of the counters. */
export async function countPatterns(
  db: DbOrTx,
  scope: LogScope,
  ids: readonly number[],
): Promise<{ counts: Map<number, number>; inScope: number }> {
  if (ids.length === 0) return { counts: new Map(), inScope: await countInScope(db, scope) };
  const rows = await db.$queryRaw<{ id: number | null; count: number }[]>`
    WITH counted AS MATERIALIZED (
      SELECT pattern_id, sum(count)::float8 AS count FROM (${compileCounted(scope)}) AS rows
      WHERE ${compileLevelScope(scope)} AND ${compileOfScope(scope)} GROUP BY pattern_id)
    SELECT NULL::int AS id, sum(count) AS count FROM counted
    UNION ALL SELECT pattern_id, count FROM counted WHERE count > 0 AND ${compileOfPatterns(ids)}`;
  const counts = new Map(rows.flatMap(({ id, count }) => (id === null ? [] : [[id, count] as const])));
  return { counts, inScope: rows.find(({ id }) => id === null)?.count ?? 0 };
}
