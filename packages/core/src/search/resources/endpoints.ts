import { resource } from '../fields.ts';
import { metrics } from './metrics.ts';

/** One row per endpoint over a range: computed, not stored, so its columns are evaluated in memory. */
export const endpoints = resource({
  name: 'endpoints',
  fields: {
    service: metrics.fields.service,
    endpoint: metrics.fields.endpoint,
    trafficCount: metrics.fields.trafficCount,
    errorRate: metrics.fields.errorRate,
    clientErrorCount: metrics.fields.clientErrorCount,
    serverErrorCount: metrics.fields.serverErrorCount,
    p50Latency: metrics.fields.p50Latency,
    p95Latency: metrics.fields.p95Latency,
    p99Latency: metrics.fields.p99Latency,
    avgLatency: metrics.fields.avgLatency,
    requestSize: metrics.fields.requestSize,
    responseSize: metrics.fields.responseSize,
  },
  key: 'endpoint',
  defaultOrder: { by: 'trafficCount', direction: 'desc' },
  searched: ['endpoint', 'service'],
});
