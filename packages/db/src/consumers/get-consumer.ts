import {
  type ConsumerDetail,
  type GetConsumerInput,
  maxConsumerEndpoints,
} from '@apiscope/core/consumers/schema';
import { AppError, badParameter } from '@apiscope/core/errors';
import {
  emptyWindowValue,
  mergeIntoWindowValue,
  summarise,
  type WindowValue,
} from '@apiscope/core/metrics/window-value';
import type { DbOrTx } from '../client.ts';
import { printRange } from '../metrics/aggregate-metrics.ts';
import { joinConsumers } from './list-consumers.ts';
import { readConsumerWindows, resolveHours } from './read-consumer-windows.ts';
import { readConsumers } from './read-consumers.ts';

/**
 * A consumer over a range of whole hours, with the endpoints that it called.
 * @throws AppError NOT_FOUND when no service knows it; BAD_REQUEST naming `service` when several do and none is given.
 */
export async function getConsumer(
  db: DbOrTx,
  { id, service, ...asked }: GetConsumerInput,
): Promise<ConsumerDetail> {
  const rows = await readConsumers(db, { service, consumer: id });
  const services = [...new Set(rows.map((row) => row.service))];
  if (services.length === 0) throw new AppError('NOT_FOUND', 'there is no such consumer');
  if (services.length > 1)
    throw badParameter(
      'service',
      `this consumer calls ${services.slice(0, 10).join(', ')}: name one of them`,
    );
  const range = await resolveHours(db, asked);
  const ids = rows.map((row) => row.id);
  const windows = range ? await readConsumerWindows(db, { range, which: { consumers: ids } }) : [];
  const whole = emptyWindowValue();
  const byEndpoint = new Map<string, WindowValue>();
  for (const { endpoint, value } of windows) {
    mergeIntoWindowValue(whole, value);
    byEndpoint.set(endpoint, mergeIntoWindowValue(byEndpoint.get(endpoint) ?? emptyWindowValue(), value));
  }
  const [consumer] = joinConsumers(rows, new Map([[ids[0]!, whole]]));
  const endpoints = [...byEndpoint]
    .map(([endpoint, value]) => ({ endpoint, ...summarise(value) }))
    .sort((a, b) => b.trafficCount - a.trafficCount || (a.endpoint < b.endpoint ? -1 : 1))
    .slice(0, maxConsumerEndpoints);
  return { ...consumer!, range: range ? printRange(range) : { startDate: null, endDate: null }, endpoints };
}
