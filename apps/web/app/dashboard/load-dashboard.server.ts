import type { Read } from '../api/api.server.ts';
import { bucketSize } from '../range/bucket-size.ts';
import { findLogs, findMetrics } from '../range/find-data.server.ts';
import { filterScope, metricScope, readScope, streamScope } from '../range/scope.ts';

/** Rows of the lists on the dashboard. */
export const shownRows = 10;

/** Reads the dashboard: numbers, buckets and lists of one scope, and where data is when the scope has none. */
export async function loadDashboard({ api, params, origin, now }: Read) {
  const scope = readScope(params, now);
  const metrics = metricScope(scope);
  const windowSize = bucketSize(scope.span);
  const [summary, buckets, endpoints, countries, logs] = await Promise.all([
    api.metrics.summary.query(metrics),
    api.metrics.aggregate.query({ ...metrics, windowSize }),
    api.metrics.endpoints.query({ ...metrics, limit: shownRows }),
    api.metrics.countries.query(metrics),
    api.logs.list.query({ ...filterScope(scope, 'created_at'), limit: shownRows }),
  ]);
  const isEmpty = summary.trafficCount === 0;
  const elsewhere = isEmpty ? await findMetrics(api, scope.service) : null;
  const isFirstRun =
    (elsewhere?.isFirstRun ?? false) && logs.data.length === 0 && (await findLogs(api, null)).isFirstRun;
  return {
    now,
    service: scope.service,
    summary,
    buckets: buckets.data,
    windowSize,
    endpoints,
    countries,
    logs: logs.data,
    logScope: streamScope(scope),
    isFirstRun,
    origin,
    elsewhere: elsewhere?.span ?? null,
    isEmpty,
  };
}
