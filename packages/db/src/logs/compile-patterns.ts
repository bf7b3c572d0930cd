import { Prisma } from '../client.ts';
import { compilePatternScope, type LogScope } from './log-scope.ts';

/** So many ids are worth an index each; more of them are looked up in a hash of their own. */
export const fewPatterns = 200;

/**
 * Whether a row is of one of some patterns. The planner weighs every element of an array against every partition, which takes longer than
 * the query once there are hundreds, and doesn't look into a subquery.
 */
export function compileOfPatterns(ids: readonly number[]): Prisma.Sql {
  return ids.length <= fewPatterns
    ? Prisma.sql`pattern_id = ANY (${[...ids]}::int[])`
    : Prisma.sql`pattern_id IN (SELECT unnest(${[...ids]}::int[]))`;
}

/** Whether a row is of a pattern in scope; true where the scope leaves none out. */
export function compileOfScope(scope: Pick<LogScope, 'pattern' | 'source'>): Prisma.Sql {
  if (scope.pattern.length + scope.source.length === 0) return Prisma.sql`true`;
  return Prisma.sql`pattern_id IN (SELECT id FROM log_patterns WHERE ${compilePatternScope(scope)})`;
}
