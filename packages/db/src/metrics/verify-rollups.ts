import type { Resolution } from '@apiscope/core/metrics/window';
import { emptyWindowValue, mergeIntoWindowValue } from '@apiscope/core/metrics/window-value';
import { type Db, inTransaction, Prisma, type Tx } from '../client.ts';
import { listPartitions } from '../partitions/list-partitions.ts';
import { lockService } from '../services/lock-service.ts';
import type { WindowDelta } from './group-samples.ts';
import { type ChangedWindow, insertWindows, updateWindows } from './merge-windows.ts';
import { toWindowValue, type ValueRow, valueColumns, windowTables } from './window-row.ts';

/** Hour and day windows looked at, and of these rebuilt. */
export type Verified = { checked: number; rebuilt: number };

type Rollup = Exclude<Resolution, 60>;
type Differing = { service: string; endpoint: string; start: Date; differs: boolean };

/**
 * Compares the hour and day windows from `since` on with the minutes they were made of, and rebuilds those that differ. A rollup
 * outlives its minutes, and then is the only record: what lies before the horizon of its service is left as it is.
 * @param since milliseconds since the UTC epoch; the day it falls on is looked at only if it starts there.
 */
export async function verifyRollups(db: Db, { since }: { since: number }): Promise<Verified> {
  const total = { checked: 0, rebuilt: 0 };
  for (const { from, to } of await listPartitions(db, 'metrics_minutes')) {
    if (from < since) continue;
    for (const resolution of [3_600, 86_400] as const) {
      const compared = await compareDay(db, resolution, { from, to });
      const differing = compared.filter(({ differs }) => differs);
      for (const rollup of differing) await rebuild(db, resolution, rollup);
      total.checked += compared.length;
      total.rebuilt += differing.length;
    }
  }
  return total;
}

const sums = [
  'traffic_count',
  'error_count',
  'client_error_count',
  'server_error_count',
  'latency_count',
  'request_size',
  'response_size',
];
const made = [...sums, 'approximate'];
const sumColumns = Prisma.raw(
  [...sums.map((name) => `sum(${name})::bigint AS ${name}`), 'bool_or(approximate) AS approximate'].join(
    ', ',
  ),
);
const sameSums = Prisma.raw(
  `(${made.map((name) => `stored.${name}`).join(', ')}) IS NOT DISTINCT FROM (${made.map((name) => `made.${name}`).join(', ')})`,
);

/** Of minutes that begin at `start` or on its day: none has been let go. */
function areWhole(start: number): Prisma.Sql {
  return Prisma.sql`NOT EXISTS (SELECT 1 FROM rollup_horizons AS horizon
    WHERE horizon.service = metrics_minutes.service AND horizon.before > ${new Date(start)})`;
}

/** Every rollup of a day that has minutes, and whether its counts differ from theirs or it is missing. */
function compareDay(
  db: Db,
  resolution: Rollup,
  { from, to }: { from: number; to: number },
): Promise<Differing[]> {
  const seconds = Prisma.sql`make_interval(secs => ${resolution}::int)`;
  return db.$queryRaw<Differing[]>`
    WITH made AS (
      SELECT service, endpoint, date_bin(${seconds}, window_start, 'epoch'::timestamptz) AS start, ${sumColumns},
             sum(latency_sum) AS latency_sum
      FROM metrics_minutes
      WHERE window_start >= ${new Date(from)} AND window_start < ${new Date(to)} AND deleted_at IS NULL AND ${areWhole(from)}
      GROUP BY 1, 2, 3)
    SELECT made.service, made.endpoint, made.start,
           NOT coalesce(${sameSums} AND abs(stored.latency_sum - made.latency_sum) <= 1e-9 * made.latency_sum, false) AS differs
    FROM made LEFT JOIN ${Prisma.raw(windowTables[resolution])} AS stored
      ON stored.resolution = ${resolution}::int AND stored.service = made.service AND stored.endpoint = made.endpoint
         AND stored.window_start = made.start AND stored.deleted_at IS NULL`;
}

/** Makes one rollup anew from its minutes, while no batch of its service is merged. */
function rebuild(db: Db, resolution: Rollup, { service, endpoint, start }: Differing): Promise<void> {
  return inTransaction(db, async (tx) => {
    await lockService(tx, service);
    const value = emptyWindowValue();
    const end = new Date(start.getTime() + resolution * 1_000);
    const minutes = await tx.$queryRaw<ValueRow[]>`
      SELECT ${valueColumns} FROM metrics_minutes
      WHERE resolution = 60 AND service = ${service} AND endpoint = ${endpoint} AND window_start >= ${start}
        AND window_start < ${end} AND deleted_at IS NULL AND ${areWhole(start.getTime())}`;
    // Retention began with this day after it was compared. The minutes and the horizon are read in one statement, so there is no between.
    if (minutes.length === 0) return;
    for (const minute of minutes) mergeIntoWindowValue(value, toWindowValue(minute));
    await replace(tx, { service, resolution }, { endpoint, start: start.getTime(), value });
  });
}

async function replace(
  tx: Tx,
  { service, resolution }: { service: string; resolution: Rollup },
  { endpoint, start, value }: WindowDelta,
): Promise<void> {
  const [stored] = await tx.$queryRaw<{ id: bigint }[]>`
    SELECT id FROM ${Prisma.raw(windowTables[resolution])}
    WHERE resolution = ${resolution}::int AND service = ${service} AND endpoint = ${endpoint}
      AND window_start = ${new Date(start)}`;
  if (!stored) return insertWindows(tx, { service, resolution }, [{ endpoint, start, value }]);
  const changed: ChangedWindow = { id: stored.id, start, value };
  return updateWindows(tx, resolution, [changed]);
}
