import { type Field, resource } from '../fields.ts';
import { metrics } from './metrics.ts';

const { fields } = metrics;

/** A column that is worked out over the range: no index knows it. */
function computed<F extends Field>(field: F): F & { readonly index: null } {
  return { ...field, index: null };
}

/** One row per endpoint over a range: computed, not stored, so its columns are evaluated in memory. */
export const endpoints = resource({
  name: 'endpoints',
  fields: {
    service: computed(fields.service),
    endpoint: computed(fields.endpoint),
    trafficCount: computed(fields.trafficCount),
    errorRate: computed(fields.errorRate),
    clientErrorCount: computed(fields.clientErrorCount),
    serverErrorCount: computed(fields.serverErrorCount),
    p50Latency: computed(fields.p50Latency),
    p95Latency: computed(fields.p95Latency),
    p99Latency: computed(fields.p99Latency),
    avgLatency: computed(fields.avgLatency),
    requestSize: computed(fields.requestSize),
    responseSize: computed(fields.responseSize),
    approximate: computed(fields.approximate),
  },
  key: 'endpoint',
  defaultOrder: { by: 'trafficCount', direction: 'desc' },
  searched: ['endpoint', 'service'],
  ranked: true,
});
