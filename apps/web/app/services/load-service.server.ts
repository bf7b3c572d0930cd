import { catalogue } from '@apiscope/core/search/resources/catalogue';
import type { ListCatalogueInput } from '@apiscope/core/services/schema';
import type { Read } from '../api/api.server.ts';
import { orProblem } from '../api/or-problem.server.ts';
import { bucketSize } from '../range/bucket-size.ts';
import { findMetrics } from '../range/find-data.server.ts';
import { metricScope, readScope } from '../range/scope.ts';
import { readFilters, readOffset } from '../search/read-filters.ts';
import { readViews } from '../views/read-views.server.ts';
import { chooseVersions, listVersions } from './version-pair.ts';

const pageSize = 25;
/** Consumers that are shown; the others are a link away. */
const topConsumers = 10;

/** Reads one service: what it is, how its requests went, under two of its versions too, a page of its endpoints and who calls it most. */
export async function loadService({ api, params, route, now }: Read) {
  const service = route.service ?? '';
  const scope = { ...readScope(params, now), service };
  const metrics = metricScope(scope);
  const windowSize = bucketSize(scope.span);
  const { startDate, endDate } = metrics;
  const query = { ...metrics, ...readFilters(catalogue, params) } as Partial<ListCatalogueInput>;
  const slice = { limit: pageSize, offset: readOffset(params, pageSize) };
  // First alone: of a service that there isn't nothing else is worth asking.
  const detail = await api.services.get.query({ name: service, startDate, endDate });
  const versions = listVersions(detail);
  const pair = chooseVersions(versions, params);
  const [summary, buckets, endpoints, consumers, views, numbers] = await Promise.all([
    api.metrics.summary.query(metrics),
    api.metrics.aggregate.query({ ...metrics, windowSize }),
    orProblem(api.services.endpoints.query({ ...query, ...slice }), pageSize),
    api.consumers.list.query({ ...metrics, limit: topConsumers }),
    readViews(api, 'catalogue'),
    pair && api.services.versions.query({ name: service, ...pair, startDate, endDate }),
  ]);
  const elsewhere = summary.trafficCount === 0 ? (await findMetrics(api, service)).span : null;
  return {
    now,
    detail,
    summary,
    buckets: buckets.data,
    windowSize,
    endpoints: { ...endpoints, query, views },
    consumers,
    compared: pair && numbers && { versions, pair, numbers },
    elsewhere,
  };
}
