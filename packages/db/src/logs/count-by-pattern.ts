import type { DbOrTx } from '../client.ts';
import { compileCounted } from './compile-counted.ts';
import { compileOfScope } from './compile-patterns.ts';
import { compileLevelScope, type LogScope } from './log-scope.ts';
import { overflowFingerprint } from './resolve-patterns.ts';

/** Lines in scope of one pattern. `mixed`: an overflow pattern, whose lines are alike in nothing but their service. */
export type PatternCount = { id: number; count: number; mixed: boolean };

/**
 * Counts the lines in scope by pattern without reading them; conditions of `scope.rest` are not looked at. The count of a mixed
 * pattern holds lines of every source.
 */
export function countByPattern(db: DbOrTx, scope: LogScope): Promise<PatternCount[]> {
  return db.$queryRaw<PatternCount[]>`
    SELECT id, counted.count, fingerprint = ${overflowFingerprint} AS mixed FROM (
      SELECT pattern_id AS id, sum(count)::float8 AS count FROM (${compileCounted(scope)}) AS counted
      WHERE ${compileLevelScope(scope)} AND ${compileOfScope(scope)} GROUP BY pattern_id HAVING sum(count) > 0
    ) AS counted JOIN log_patterns USING (id)`;
}
