import { coverRange, type Resolution, type TimeRange } from '@apiscope/core/metrics/window';
import type { WindowValue } from '@apiscope/core/metrics/window-value';
import { type DbOrTx, Prisma } from '../client.ts';
import { compileScope, type Scope } from './resolve-range.ts';
import { toWindowValue, type ValueRow, valueColumns, windowTables } from './window-row.ts';

export type ReadWindow = { service: string; endpoint: string; start: number; value: WindowValue };

/**
 * The windows that cover a range of whole minutes exactly: days where whole days fit, hours around them, minutes at the edges, so
 * that wide ranges read few rows.
 * @param coarsest seconds of the largest window that may be read, for callers that split the result by time.
 */
export async function readWindows(
  db: DbOrTx,
  { scope, range, coarsest = 86_400 }: { scope: Scope; range: TimeRange; coarsest?: Resolution },
): Promise<ReadWindow[]> {
  const columns = Prisma.sql`service, endpoint, window_start AS "windowStart", ${valueColumns}`;
  const from = compileWindows({ scope, range, coarsest, columns });
  if (!from) return [];
  const rows = await db.$queryRaw<
    (ValueRow & { service: string; endpoint: string; windowStart: Date })[]
  >`${from}`;
  return rows.map((row) => ({
    service: row.service,
    endpoint: row.endpoint,
    start: row.windowStart.getTime(),
    value: toWindowValue(row),
  }));
}

/** The same windows as a SELECT of `columns`; null when the range is empty. */
export function compileWindows({
  scope,
  range,
  coarsest = 86_400,
  columns,
}: {
  scope: Scope;
  range: TimeRange;
  coarsest?: Resolution;
  columns: Prisma.Sql;
}): Prisma.Sql | null {
  const parts = coverRange(range, coarsest);
  if (parts.length === 0) return null;
  const selects = parts.map(
    ({ resolution, start, end }) => Prisma.sql`
      SELECT ${columns} FROM ${Prisma.raw(windowTables[resolution])}
      WHERE ${compileScope(scope)} AND resolution = ${resolution}
        AND window_start >= ${new Date(start)} AND window_start < ${new Date(end)}`,
  );
  return Prisma.join(selects, ' UNION ALL ');
}
