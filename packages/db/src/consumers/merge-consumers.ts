import { floorToWindow } from '@apiscope/core/metrics/window';
import {
  emptyWindowValue,
  mergeIntoWindowValue,
  observe,
  type WindowValue,
} from '@apiscope/core/metrics/window-value';
import { Prisma, type Tx } from '../client.ts';
import { type CountedSample, toObservation } from '../metrics/group-samples.ts';
import { admitConsumers } from './admit-consumers.ts';
import {
  type ConsumerValueRow,
  consumerValueColumns,
  toConsumerColumns,
  toConsumerValue,
} from './consumer-window-row.ts';

/** In a window: all endpoints of the consumer together. */
export const allEndpoints = '';

type Key = { consumer: number; endpoint: string; resolution: 3_600 | 86_400; start: number };
type Delta = Key & { value: WindowValue };

/**
 * Merges the samples that name a consumer into its hour and day windows, one for all its endpoints and one for each. The caller holds
 * the lock of the service, and marks the batch as merged in the same transaction: so it counts once, like the windows of endpoints.
 */
export async function mergeConsumers(
  tx: Tx,
  {
    service,
    samples,
    maxConsumers,
  }: { service: string; samples: readonly CountedSample[]; maxConsumers: number },
): Promise<void> {
  const ids = await admitConsumers(tx, { service, samples, maxConsumers });
  if (ids.size === 0) return;
  const deltas = groupByConsumer(samples, ids);
  const stored = await readStored(tx, deltas);
  for (const delta of deltas) {
    const row = stored.get(keyOf(delta));
    if (row) mergeIntoWindowValue(delta.value, toConsumerValue(row));
  }
  await write(tx, service, deltas);
}

function groupByConsumer(samples: readonly CountedSample[], ids: ReadonlyMap<string, number>): Delta[] {
  const deltas = new Map<string, Delta>();
  const at = (key: Key): WindowValue => {
    const name = keyOf(key);
    const found = deltas.get(name) ?? { ...key, value: emptyWindowValue() };
    deltas.set(name, found);
    return found.value;
  };
  for (const sample of samples) {
    const consumer = sample.consumer === undefined ? undefined : ids.get(sample.consumer);
    if (consumer === undefined) continue;
    const start = floorToWindow(sample.at, 3_600);
    observe(at({ consumer, endpoint: sample.endpoint, resolution: 3_600, start }), toObservation(sample));
  }
  for (const { consumer, endpoint, start, value } of [...deltas.values()]) {
    const day = floorToWindow(start, 86_400);
    mergeIntoWindowValue(at({ consumer, endpoint: allEndpoints, resolution: 3_600, start }), value);
    mergeIntoWindowValue(at({ consumer, endpoint, resolution: 86_400, start: day }), value);
    mergeIntoWindowValue(at({ consumer, endpoint: allEndpoints, resolution: 86_400, start: day }), value);
  }
  return [...deltas.values()];
}

function keyOf({ consumer, endpoint, resolution, start }: Key): string {
  return `${consumer} ${resolution} ${start} ${endpoint}`;
}

async function readStored(tx: Tx, deltas: readonly Delta[]): Promise<Map<string, ConsumerValueRow>> {
  const keys = deltas.map(({ consumer, endpoint, resolution, start }) => ({
    consumer_id: consumer,
    endpoint,
    resolution,
    window_start: new Date(start).toISOString(),
  }));
  type Row = ConsumerValueRow & { consumer: number; endpoint: string; resolution: number; windowStart: Date };
  const rows = await tx.$queryRaw<Row[]>`
    SELECT consumer_id AS consumer, endpoint, resolution, window_start AS "windowStart", ${consumerValueColumns}
    FROM json_to_recordset(${JSON.stringify(keys)}::json)
      AS input (consumer_id int, endpoint text, resolution int, window_start timestamptz)
    JOIN consumer_windows USING (consumer_id, endpoint, resolution, window_start)`;
  return new Map(
    rows.map(({ consumer, endpoint, resolution, windowStart, ...value }) => [
      `${consumer} ${resolution} ${windowStart.getTime()} ${endpoint}`,
      value,
    ]),
  );
}

const columns = [
  'traffic_count bigint',
  'error_count bigint',
  'client_error_count bigint',
  'server_error_count bigint',
  'latency_count bigint',
  'latency_sum float8',
  'request_size bigint',
  'response_size bigint',
  'sketch text',
  'approximate boolean',
];
const names = columns.map((column) => column.split(' ')[0]!);
const types = Prisma.raw(columns.join(', '));
const list = Prisma.raw(names.join(', '));
const given = Prisma.raw(
  names.map((name) => (name === 'sketch' ? `decode(sketch, 'base64')` : name)).join(', '),
);
const assignments = Prisma.raw(names.map((name) => `${name} = excluded.${name}`).join(', '));

async function write(tx: Tx, service: string, deltas: readonly Delta[]): Promise<void> {
  const rows = deltas.map(({ consumer, endpoint, resolution, start, value }) => ({
    consumer_id: consumer,
    endpoint,
    resolution,
    window_start: new Date(start).toISOString(),
    ...toConsumerColumns(value),
  }));
  await tx.$executeRaw`
    INSERT INTO consumer_windows (service, consumer_id, endpoint, resolution, window_start, ${list})
    SELECT ${service}, consumer_id, endpoint, resolution, window_start, ${given}
    FROM json_to_recordset(${JSON.stringify(rows)}::json)
      AS input (consumer_id int, endpoint text, resolution int, window_start timestamptz, ${types})
    ON CONFLICT (consumer_id, endpoint, resolution, window_start) DO UPDATE SET ${assignments}, updated_at = now()`;
}
