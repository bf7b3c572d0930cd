import type { Resource } from '@apiscope/core/search/fields';
import type { Condition, Filter } from '@apiscope/core/search/filter';
import { logs } from '@apiscope/core/search/resources/logs';
import { Prisma } from '../client.ts';
import { compileCondition } from '../sql/where.ts';
import { overflowFingerprint } from './resolve-patterns.ts';

/** A filter of logs, split by who can answer it: counters know patterns, severities and times, the rest only rows know. */
export type LogScope = {
  /** Conditions on the service or the id of the pattern. */
  pattern: Condition[];
  /** Conditions on the source; the lines of an overflow pattern have any. */
  source: Condition[];
  level: Condition[];
  /** From here on and before there, milliseconds since the UTC epoch; infinite where open. */
  from: number;
  to: number;
  rest: Condition[];
};

/** Splits a filter. Times are kept to the millisecond, so that every comparison is a half-open range. */
export function scopeOf(filter: Filter): LogScope {
  const scope: LogScope = { pattern: [], source: [], level: [], from: -Infinity, to: Infinity, rest: [] };
  for (const condition of filter) {
    const { field } = condition;
    if (field === 'service' || field === 'patternId') scope.pattern.push(condition);
    else if (field === 'source') scope.source.push(condition);
    else if (field === 'level') scope.level.push(condition);
    else if (!narrowTime(scope, condition)) scope.rest.push(condition);
  }
  return scope;
}

function narrowTime(scope: LogScope, { field, op, value }: Condition): boolean {
  if (field !== 'created_at') return false;
  const at = Date.parse(String(value));
  const range = {
    eq: [at, at + 1],
    gt: [at + 1, Infinity],
    gte: [at, Infinity],
    lt: [-Infinity, at],
    lte: [-Infinity, at + 1],
  }[op as string];
  if (!range) return false;
  scope.from = Math.max(scope.from, range[0]!);
  scope.to = Math.min(scope.to, range[1]!);
  return true;
}

/** Fields of a pattern under the names that logs give them. */
const patternFields: Resource = {
  ...logs,
  fields: { ...logs.fields, patternId: { ...logs.fields.patternId, column: 'id' } },
};

/** Whether a row of log_patterns can have lines in scope. */
export function compilePatternScope({ pattern, source }: Pick<LogScope, 'pattern' | 'source'>): Prisma.Sql {
  const all = pattern.map((condition) => compileCondition(patternFields, condition));
  if (source.length > 0) {
    const own = Prisma.join(
      source.map((condition) => compileCondition(patternFields, condition)),
      ' AND ',
    );
    all.push(Prisma.sql`(fingerprint = ${overflowFingerprint} OR (${own}))`);
  }
  return all.length > 0 ? Prisma.join(all, ' AND ') : Prisma.sql`true`;
}

/** Whether a row of log_counts is of a severity in scope. */
export function compileLevelScope({ level }: Pick<LogScope, 'level'>): Prisma.Sql {
  if (level.length === 0) return Prisma.sql`true`;
  return Prisma.join(
    level.map((condition) => compileCondition(logs, condition)),
    ' AND ',
  );
}
