import { recorded, resource } from '../fields.ts';

export const metrics = resource({
  name: 'metrics',
  fields: {
    id: { type: 'int', column: 'id', about: 'primary key' },
    service: { type: 'text', column: 'service', about: 'service the requests were sent to' },
    endpoint: {
      type: 'text',
      column: 'endpoint',
      about: 'method and route template, for example GET /api/v1/users/{id}',
    },
    windowStart: {
      type: 'timestamp',
      column: 'window_start',
      about: 'start of the window, aligned to the UTC epoch',
    },
    windowEnd: {
      type: 'timestamp',
      column: 'window_end',
      sortable: false,
      about: 'end of the window, exclusive',
    },
    p50Latency: { type: 'float', column: 'p50_latency', nullable: true, about: 'median latency, ms' },
    p95Latency: {
      type: 'float',
      column: 'p95_latency',
      nullable: true,
      about: '95th percentile of latency, ms',
    },
    p99Latency: {
      type: 'float',
      column: 'p99_latency',
      nullable: true,
      about: '99th percentile of latency, ms',
    },
    avgLatency: { type: 'float', column: 'avg_latency', nullable: true, about: 'mean latency, ms' },
    errorRate: { type: 'float', column: 'error_rate', about: 'share of failed requests, 0 to 100' },
    clientErrorCount: { type: 'int', column: 'client_error_count', about: 'responses of status 400 to 499' },
    serverErrorCount: {
      type: 'int',
      column: 'server_error_count',
      about: 'responses of status 500 and above',
    },
    trafficCount: { type: 'int', column: 'traffic_count', about: 'requests' },
    requestSize: {
      type: 'int',
      column: 'request_size',
      nullable: true,
      about: 'bytes received in request bodies',
    },
    responseSize: {
      type: 'int',
      column: 'response_size',
      nullable: true,
      about: 'bytes sent in response bodies',
    },
    ...recorded,
  },
  key: 'id',
  defaultOrder: { by: 'windowStart', direction: 'desc' },
  searched: ['endpoint', 'service'],
});
