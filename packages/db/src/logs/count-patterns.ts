import type { DbOrTx } from '../client.ts';
import { compileCounted } from './compile-counted.ts';
import { compileOfScope } from './compile-patterns.ts';
import { compileLevelScope, type LogScope } from './log-scope.ts';

/** Counts the lines in scope of some patterns one by one, and of all together, in one reading of the counters. */
export async function countPatterns(
  db: DbOrTx,
  scope: LogScope,
  ids: readonly number[],
): Promise<{ counts: Map<number, number>; inScope: number }> {
  const rows = await db.$queryRaw<{ id: number | null; count: number }[]>`
    SELECT wanted.id, sum(counted.count)::float8 AS count FROM (${compileCounted(scope)}) AS counted
    LEFT JOIN unnest(${[...ids]}::int[]) AS wanted (id) ON wanted.id = pattern_id
    WHERE ${compileLevelScope(scope)} AND ${compileOfScope(scope)} GROUP BY wanted.id HAVING sum(counted.count) > 0`;
  const counts = new Map(rows.flatMap(({ id, count }) => (id === null ? [] : [[id, count] as const])));
  return { counts, inScope: rows.reduce((sum, { count }) => sum + count, 0) };
}
