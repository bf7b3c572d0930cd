import type { EndpointSummary, ListEndpointsInput } from '@apiscope/core/metrics/schema';
import {
  emptyWindowValue,
  mergeIntoWindowValue,
  summarise,
  type WindowValue,
} from '@apiscope/core/metrics/window-value';
import type { Page } from '@apiscope/core/page';
import { endpoints } from '@apiscope/core/search/resources/endpoints';
import type { DbOrTx } from '../client.ts';
import { listComputed } from '../sql/list-computed.ts';
import { readWindows } from './read-windows.ts';
import { type AskedRange, resolveRange } from './resolve-range.ts';

/**
 * One page of counts and percentiles by service and endpoint over a range. Endpoints without requests in the range are not listed.
 * @throws AppError BAD_REQUEST naming the filter, cursor, offset or `endDate` at fault.
 */
export async function listEndpoints(db: DbOrTx, input: ListEndpointsInput): Promise<Page<EndpointSummary>> {
  const { service, endpoint, startDate, endDate } = input;
  return listComputed({
    resource: endpoints,
    input,
    scope: { service, endpoint, startDate, endDate },
    rows: await summariseEndpoints(db, input),
    identity: ['endpoint', 'service'],
  });
}

/** Counts and percentiles of every endpoint that has requests in the range. */
export async function summariseEndpoints(db: DbOrTx, asked: AskedRange): Promise<EndpointSummary[]> {
  const range = await resolveRange(db, asked, { now: 0 });
  if (!range) return [];
  const byEndpoint = new Map<string, { service: string; endpoint: string; value: WindowValue }>();
  for (const { service, endpoint, value } of await readWindows(db, { scope: asked, range })) {
    const key = JSON.stringify([service, endpoint]);
    const found = byEndpoint.get(key);
    if (found) mergeIntoWindowValue(found.value, value);
    else byEndpoint.set(key, { service, endpoint, value: mergeIntoWindowValue(emptyWindowValue(), value) });
  }
  return [...byEndpoint.values()].map(({ service, endpoint, value }) => ({
    service,
    endpoint,
    ...summarise(value),
  }));
}
