import type { ConsumerSummary, ListConsumersInput } from '@apiscope/core/consumers/schema';
import {
  emptyWindowValue,
  mergeIntoWindowValue,
  summarise,
  type WindowValue,
} from '@apiscope/core/metrics/window-value';
import type { Page } from '@apiscope/core/page';
import { consumers } from '@apiscope/core/search/resources/consumers';
import { printTimestamp } from '@apiscope/core/search/timestamp';
import type { DbOrTx } from '../client.ts';
import { listComputed } from '../sql/list-computed.ts';
import { type AskedConsumers, readConsumerWindows, resolveHours } from './read-consumer-windows.ts';
import { type ConsumerRow, readConsumers } from './read-consumers.ts';

/**
 * One page of who calls, over a range of whole hours. Consumers without requests in the range are not listed.
 * @throws AppError BAD_REQUEST naming the filter, cursor, offset or `endDate` at fault.
 */
export async function listConsumers(db: DbOrTx, input: ListConsumersInput): Promise<Page<ConsumerSummary>> {
  const { service, startDate, endDate } = input;
  return listComputed({
    resource: consumers,
    input,
    scope: { service, startDate, endDate },
    rows: await summariseConsumers(db, { service, startDate, endDate }),
    identity: ['id', 'service'],
  });
}

async function summariseConsumers(db: DbOrTx, asked: AskedConsumers): Promise<ConsumerSummary[]> {
  const range = await resolveHours(db, asked);
  if (!range) return [];
  const windows = await readConsumerWindows(db, { range, which: { service: asked.service } });
  const values = new Map<number, WindowValue>();
  for (const { consumer, value } of windows) {
    const found = values.get(consumer) ?? emptyWindowValue();
    values.set(consumer, mergeIntoWindowValue(found, value));
  }
  return joinConsumers(await readConsumers(db, { service: asked.service }), values).filter(
    ({ trafficCount }) => trafficCount > 0,
  );
}

/** One row per service and consumer id; rows that came to share an id, by redaction, add up. */
export function joinConsumers(
  rows: readonly ConsumerRow[],
  values: ReadonlyMap<number, WindowValue>,
): ConsumerSummary[] {
  type Joined = Omit<ConsumerRow, 'id'> & { value: WindowValue };
  const joined = new Map<string, Joined>();
  for (const { id, ...row } of rows) {
    const key = JSON.stringify([row.service, row.consumer]);
    const found = joined.get(key) ?? { ...row, value: emptyWindowValue() };
    const value = values.get(id);
    if (value) mergeIntoWindowValue(found.value, value);
    joined.set(key, {
      ...found,
      name: found.name ?? row.name,
      firstSeen: new Date(Math.min(found.firstSeen.getTime(), row.firstSeen.getTime())),
      lastSeen: new Date(Math.max(found.lastSeen.getTime(), row.lastSeen.getTime())),
    });
  }
  return [...joined.values()].map(({ consumer, name, service, firstSeen, lastSeen, value }) => ({
    id: consumer,
    name,
    service,
    ...summarise(value),
    firstSeen: printTimestamp(firstSeen.getTime()),
    lastSeen: printTimestamp(lastSeen.getTime()),
  }));
}
