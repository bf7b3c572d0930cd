import { badParameter } from '@apiscope/core/errors';
import { type Resolution, type TimeRange, WINDOW_SECONDS, widenRange } from '@apiscope/core/metrics/window';
import { readTimestamp } from '@apiscope/core/timestamp-schema';
import { type DbOrTx, Prisma } from '../client.ts';
import { dayMs } from '../partitions/parents.ts';
import { windowTables } from './window-row.ts';

/** Whose windows are asked for; all services and endpoints unless named. */
export type Scope = { service?: string | undefined; endpoint?: string | undefined };
export type AskedRange = Scope & { startDate?: string | undefined; endDate?: string | undefined };

/** The condition of a scope on any of the window tables. */
export function compileScope({ service, endpoint }: Scope): Prisma.Sql {
  const conditions = [Prisma.sql`deleted_at IS NULL`];
  if (service !== undefined) conditions.push(Prisma.sql`service = ${service}`);
  if (endpoint !== undefined) conditions.push(Prisma.sql`endpoint = ${endpoint}`);
  return Prisma.join(conditions, ' AND ');
}

/**
 * The range that is asked for, widened outwards to whole minutes; an end that is not given is that of the stored windows of the scope.
 * @param now end of a range whose end is not given while nothing is stored, milliseconds since the UTC epoch.
 * @returns null when nothing is stored and no start is given.
 * @throws AppError BAD_REQUEST naming `endDate` when it is before `startDate`.
 */
export async function resolveRange(
  db: DbOrTx,
  { startDate, endDate, ...scope }: AskedRange,
  { now }: { now: number },
): Promise<TimeRange | null> {
  const start = startDate === undefined ? null : readTimestamp(startDate);
  const end = endDate === undefined ? null : readTimestamp(endDate);
  if (start !== null && end !== null) {
    if (end < start) throw badParameter('endDate', 'is before startDate');
    return widenRange({ start, end }, WINDOW_SECONDS);
  }
  const stored = await readSpan(db, scope);
  if (!stored && start === null) return null;
  const from = start ?? stored!.start;
  const to = end ?? stored?.end ?? now;
  return widenRange({ start: from, end: Math.max(from, to) }, WINDOW_SECONDS);
}

/**
 * From the start of the first stored window to the end of the last. Days outlive the hours and minutes they were made of, so each
 * edge is looked up in the days and then refined by the hours and minutes that are still there.
 */
async function readSpan(db: DbOrTx, scope: Scope): Promise<TimeRange | null> {
  const [days] = await db.$queryRaw<{ first: Date | null; last: Date | null }[]>`
    SELECT min(window_start) AS first, max(window_start) AS last FROM metrics_days WHERE ${compileScope(scope)}`;
  if (!days?.first || !days.last) return null;
  let first = { start: days.first.getTime(), end: days.first.getTime() + dayMs };
  let last = { start: days.last.getTime(), end: days.last.getTime() + dayMs };
  for (const resolution of [3_600, 60] as const) {
    const size = resolution * 1_000;
    const head = await readEdge(db, { scope, resolution, within: first, edge: 'min' });
    if (head !== null) first = { start: head, end: head + size };
    const tail = await readEdge(db, { scope, resolution, within: last, edge: 'max' });
    if (tail !== null) last = { start: tail, end: tail + size };
  }
  return { start: first.start, end: last.end };
}

async function readEdge(
  db: DbOrTx,
  {
    scope,
    resolution,
    within,
    edge,
  }: { scope: Scope; resolution: Resolution; within: TimeRange; edge: 'min' | 'max' },
): Promise<number | null> {
  const [row] = await db.$queryRaw<{ at: Date | null }[]>`
    SELECT ${Prisma.raw(edge)}(window_start) AS at FROM ${Prisma.raw(windowTables[resolution])}
    WHERE ${compileScope(scope)} AND window_start >= ${new Date(within.start)} AND window_start < ${new Date(within.end)}`;
  return row?.at?.getTime() ?? null;
}
