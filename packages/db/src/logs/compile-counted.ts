import type { Resolution } from '@apiscope/core/metrics/window';
import { Prisma } from '../client.ts';
import type { LogScope } from './log-scope.ts';
import { type RangePart, splitRange } from './split-range.ts';

/**
 * Counts of lines in a range as rows (pattern_id, severity, at, count), `at` the start of a bucket: from the coarsest counters that fit, and
 * from the lines themselves inside a minute. Patterns and severities are not narrowed yet.
 */
export function compileCounted(
  { from, to }: Pick<LogScope, 'from' | 'to'>,
  coarsest?: Resolution,
): Prisma.Sql {
  const parts = splitRange(from, to, coarsest).map(compilePart);
  if (parts.length === 0)
    return Prisma.sql`SELECT 0 AS pattern_id, 0::smallint AS severity, now() AS at, 0::bigint AS count WHERE false`;
  return Prisma.join(parts, ' UNION ALL ');
}

function compilePart({ resolution, from, to }: RangePart): Prisma.Sql {
  if (resolution === 0)
    return Prisma.sql`SELECT pattern_id, severity, date_bin('1 minute', created_at, 'epoch') AS at, count(*) AS count FROM logs
      WHERE ${compileWithin('created_at', from, to)} AND deleted_at IS NULL GROUP BY 1, 2, 3`;
  return Prisma.sql`SELECT pattern_id, severity, bucket AS at, count FROM log_counts
    WHERE resolution = ${resolution} AND ${compileWithin('bucket', from, to)}`;
}

/** Whether a column of moments is in a half-open range, milliseconds since the UTC epoch. */
export function compileWithin(column: 'created_at' | 'bucket', from: number, to: number): Prisma.Sql {
  const at = (epochMs: number): Prisma.Sql => Prisma.sql`${storable(epochMs)}::timestamptz`;
  const name = Prisma.raw(column);
  const bounds = [
    ...(from > -Infinity ? [Prisma.sql`${name} >= ${at(from)}`] : []),
    ...(to < Infinity ? [Prisma.sql`${name} < ${at(to)}`] : []),
  ];
  return bounds.length > 0 ? Prisma.join(bounds, ' AND ') : Prisma.sql`true`;
}

/** PostgreSQL reads years 1 to 9999, beyond which no line is. */
function storable(epochMs: number): string {
  return new Date(Math.min(253_402_300_799_999, Math.max(-62_135_596_800_000, epochMs))).toISOString();
}
