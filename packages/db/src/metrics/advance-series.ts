import { type Histogram, histogram as histogramSchema } from '@apiscope/core/metrics/histogram/histogram';
import { subtractHistogram } from '@apiscope/core/metrics/histogram/subtract-histogram';
import type { Tx } from '../client.ts';

/** A point of a cumulative histogram. Times in nanoseconds since the UTC epoch. */
export type SeriesPoint = { id: string; startNano: bigint; timeNano: bigint; histogram: Histogram };

/** What a point counts beyond the one before, and since when. */
export type SeriesStep = { histogram: Histogram; sinceNano: bigint };

/** A series that began longer before its first point than this had a life before it was sent here, which is not counted: an hour. */
const recentNanos = 3_600_000_000_000n;

type Stored = { id: string; startNano: bigint; timeNano: bigint; point: unknown };

/**
 * Goes on in each series and keeps where it is, in the transaction that counts the steps.
 * @returns a step for each point, in the order given; null for one that counts nothing: it was there before, or is the first of a series with a life before.
 */
export async function advanceSeries(tx: Tx, points: readonly SeriesPoint[]): Promise<(SeriesStep | null)[]> {
  if (points.length === 0) return [];
  const ids = [...new Set(points.map(({ id }) => id))].sort();
  await tx.$executeRaw`
    INSERT INTO histogram_series (id, start_nano, time_nano, point) SELECT id, 0, 0, 'null' FROM unnest(${ids}::uuid[]) AS id
    ON CONFLICT (id) DO NOTHING`;
  const rows = await tx.$queryRaw<Stored[]>`
    SELECT id::text, start_nano AS "startNano", time_nano AS "timeNano", point FROM histogram_series
    WHERE id = ANY (${ids}::uuid[]) ORDER BY id FOR UPDATE`;
  const states = new Map(rows.map((row) => [row.id, row]));
  const order = points.map((point, place) => ({ point, place }));
  order.sort((a, b) => (a.point.timeNano < b.point.timeNano ? -1 : 1));
  const steps = new Array<SeriesStep | null>(points.length).fill(null);
  for (const { point, place } of order) {
    const state = states.get(point.id)!;
    if (point.timeNano <= state.timeNano || point.startNano < state.startNano) continue;
    steps[place] = stepOf(point, state);
    states.set(point.id, { ...point, point: point.histogram });
  }
  await store(tx, [...states.values()]);
  return steps;
}

function stepOf({ startNano, timeNano, histogram }: SeriesPoint, state: Stored): SeriesStep | null {
  const isFirst = state.timeNano === 0n;
  if (isFirst) return timeNano - startNano <= recentNanos ? { histogram, sinceNano: startNano } : null;
  if (startNano > state.startNano) return { histogram, sinceNano: startNano };
  const difference = subtractHistogram(histogram, histogramSchema.parse(state.point));
  // Less than before under the same start: the sender began anew and does not say when.
  return { histogram: difference ?? histogram, sinceNano: state.timeNano };
}

async function store(tx: Tx, states: readonly Stored[]): Promise<void> {
  const rows = states.map(({ id, startNano, timeNano, point }) => ({
    id,
    start_nano: String(startNano),
    time_nano: String(timeNano),
    point,
  }));
  await tx.$executeRaw`
    UPDATE histogram_series AS stored SET start_nano = input.start_nano, time_nano = input.time_nano, point = input.point, updated_at = now()
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS input (id uuid, start_nano bigint, time_nano bigint, point jsonb)
    WHERE stored.id = input.id`;
}
