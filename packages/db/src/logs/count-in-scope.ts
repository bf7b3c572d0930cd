import type { DbOrTx } from '../client.ts';
import { compileCounted } from './compile-counted.ts';
import { compileOfScope } from './compile-patterns.ts';
import { compileLevelScope, type LogScope } from './log-scope.ts';

/** Counts the lines in a scope; those of overflow patterns whatever their source. */
export async function countInScope(db: DbOrTx, scope: LogScope): Promise<number> {
  const [row] = await db.$queryRaw<{ count: number }[]>`
    SELECT coalesce(sum(count), 0)::float8 AS count FROM (${compileCounted(scope)}) AS counted
    WHERE ${compileLevelScope(scope)} AND ${compileOfScope(scope)}`;
  return row!.count;
}
