import { type Resolution, resolutions } from '@apiscope/core/metrics/window';
import { mergeIntoWindowValue, type WindowValue } from '@apiscope/core/metrics/window-value';
import { Prisma, type Tx } from '../client.ts';
import type { WindowDelta, WindowDeltas } from './group-samples.ts';
import {
  columnTypes,
  toColumns,
  toWindowValue,
  type ValueRow,
  valueColumns,
  windowTables,
} from './window-row.ts';

const columnNames = Object.keys(columnTypes) as (keyof typeof columnTypes)[];
const columnList = Prisma.raw(columnNames.join(', '));
const inputTypes = Prisma.raw(columnNames.map((name) => `${name} ${columnTypes[name]}`).join(', '));
/** A column of the input; the sketch travels as base64. */
const inputOf = (name: string) => (name === 'sketch' ? `decode(input.sketch, 'base64')` : `input.${name}`);
const inputList = Prisma.raw(columnNames.map(inputOf).join(', '));
const assignments = Prisma.raw(columnNames.map((name) => `${name} = ${inputOf(name)}`).join(', '));

/**
 * Adds each delta to its stored window, made if it is not there: one row per (resolution, service, endpoint, start). The caller holds
 * the lock of the service. The sum is made here, because a sketch adds up in code, not in SQL.
 * @returns number of windows touched.
 */
export async function mergeWindows(tx: Tx, service: string, deltas: WindowDeltas): Promise<number> {
  let touched = 0;
  for (const resolution of resolutions) {
    const windows = deltas[resolution];
    if (windows.length === 0) continue;
    const stored = await readWindows(tx, { service, resolution }, windows);
    const missing: WindowDelta[] = [];
    const changed: ChangedWindow[] = [];
    for (const delta of windows) {
      const row = stored.get(keyOf(delta.endpoint, delta.start));
      if (!row) missing.push(delta);
      else changed.push({ ...row, value: mergeIntoWindowValue(toWindowValue(row.stored), delta.value) });
    }
    await insertWindows(tx, { service, resolution }, missing);
    await updateWindows(tx, resolution, changed);
    touched += windows.length;
  }
  return touched;
}

type Target = { service: string; resolution: Resolution };
/** A stored window and the value that replaces its own. */
export type ChangedWindow = { id: bigint; start: number; value: WindowValue };

type StoredWindow = { id: bigint; start: number; stored: ValueRow };

async function readWindows(
  tx: Tx,
  { service, resolution }: Target,
  windows: readonly WindowDelta[],
): Promise<Map<string, StoredWindow>> {
  const keys = windows.map(({ endpoint, start }) => ({ endpoint, window_start: iso(start) }));
  const rows = await tx.$queryRaw<(ValueRow & { id: bigint; endpoint: string; windowStart: Date })[]>`
    SELECT stored.id, endpoint, window_start AS "windowStart", ${valueColumns}
    FROM json_to_recordset(${JSON.stringify(keys)}::json) AS input (endpoint text, window_start timestamptz)
    JOIN ${tableOf(resolution)} AS stored USING (endpoint, window_start)
    WHERE stored.service = ${service} AND stored.resolution = ${resolution}::int AND ${isWithin(windows)}`;
  return new Map(
    rows.map(({ id, endpoint, windowStart, ...stored }) => {
      const start = windowStart.getTime();
      return [keyOf(endpoint, start), { id, start, stored }];
    }),
  );
}

/** Writes windows that are not there yet. */
export async function insertWindows(
  tx: Tx,
  { service, resolution }: Target,
  windows: readonly WindowDelta[],
): Promise<void> {
  if (windows.length === 0) return;
  const rows = windows.map(({ endpoint, start, value }) => ({
    endpoint,
    window_start: iso(start),
    ...toColumns(value),
  }));
  await tx.$executeRaw`
    INSERT INTO ${tableOf(resolution)} (resolution, service, endpoint, window_start, window_end, ${columnList})
    SELECT ${resolution}::int, ${service}::text, endpoint, window_start, window_start + make_interval(secs => ${resolution}::int),
           ${inputList}
    FROM json_to_recordset(${JSON.stringify(rows)}::json)
      AS input (endpoint text, window_start timestamptz, ${inputTypes})`;
}

/** Replaces the values of stored windows; they show in the stream as changed by this transaction. */
export async function updateWindows(
  tx: Tx,
  resolution: Resolution,
  windows: readonly ChangedWindow[],
): Promise<void> {
  if (windows.length === 0) return;
  const rows = windows.map(({ id, start, value }) => ({
    id: String(id),
    window_start: iso(start),
    ...toColumns(value),
  }));
  await tx.$executeRaw`
    UPDATE ${tableOf(resolution)} AS stored SET ${assignments}, xid = DEFAULT, updated_at = now()
    FROM json_to_recordset(${JSON.stringify(rows)}::json)
      AS input (id bigint, window_start timestamptz, ${inputTypes})
    WHERE stored.id = input.id AND stored.resolution = ${resolution}::int
      AND stored.window_start = input.window_start AND ${isWithin(windows)}`;
}

/** Says again, in constants, what the join says, so that only the partitions of those days are opened. */
function isWithin(windows: readonly { start: number }[]): Prisma.Sql {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { start } of windows) {
    first = Math.min(first, start);
    last = Math.max(last, start);
  }
  return Prisma.sql`stored.window_start BETWEEN ${iso(first)}::timestamptz AND ${iso(last)}::timestamptz`;
}

function keyOf(endpoint: string, start: number): string {
  return `${start} ${endpoint}`;
}

function tableOf(resolution: Resolution): Prisma.Sql {
  return Prisma.raw(windowTables[resolution]);
}

function iso(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
