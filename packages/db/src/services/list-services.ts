import type { MetricSummary } from '@apiscope/core/metrics/schema';
import {
  emptyWindowValue,
  mergeIntoWindowValue,
  summarise,
  type WindowValue,
} from '@apiscope/core/metrics/window-value';
import type { Page } from '@apiscope/core/page';
import { services } from '@apiscope/core/search/resources/services';
import type { ListServicesInput, Service } from '@apiscope/core/services/schema';
import type { DbOrTx } from '../client.ts';
import { readWindows } from '../metrics/read-windows.ts';
import { type AskedRange, resolveRange } from '../metrics/resolve-range.ts';
import { listComputed } from '../sql/list-computed.ts';
import { readServices, type ServiceFacts } from './read-services.ts';

/**
 * One page of every service there is, with how its requests went over a range.
 * @throws AppError BAD_REQUEST naming the filter, cursor, offset or `endDate` at fault.
 */
export async function listServices(db: DbOrTx, input: ListServicesInput): Promise<Page<Service>> {
  const { startDate, endDate } = input;
  const summaries = await summariseServices(db, { startDate, endDate });
  return listComputed({
    resource: services,
    input,
    scope: { startDate, endDate },
    rows: (await readServices(db)).map((facts) => toService(facts, summaries)),
    identity: ['name'],
  });
}

/** Counts and percentiles of all requests of each service over a range. */
export async function summariseServices(db: DbOrTx, asked: AskedRange): Promise<Map<string, MetricSummary>> {
  const range = await resolveRange(db, asked, { now: 0 });
  const values = new Map<string, WindowValue>();
  for (const { service, value } of range ? await readWindows(db, { scope: asked, range }) : [])
    values.set(service, mergeIntoWindowValue(values.get(service) ?? emptyWindowValue(), value));
  return new Map([...values].map(([service, value]) => [service, summarise(value)]));
}

/** A service as it is answered. */
export function toService(facts: ServiceFacts, summaries: ReadonlyMap<string, MetricSummary>): Service {
  return { ...facts, ...(summaries.get(facts.name) ?? nothing) };
}

const nothing = summarise(emptyWindowValue());
