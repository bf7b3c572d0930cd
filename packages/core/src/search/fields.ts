/**
 * The field registry: which columns of each resource may be filtered, sorted and searched, and how.
 * Every door (REST, tRPC, stream, dashboard URL) reads the same registry, and only its strings ever become SQL text.
 */

/** What a field holds, which decides the operators it takes and how its values are parsed. */
export type FieldType = 'int' | 'float' | 'text' | 'timestamp' | 'level' | 'json';

/** One filterable field. `column` is the SQL name; the key in the registry is the name on the wire. */
export type Field = {
  readonly type: FieldType;
  readonly column: string;
  readonly nullable?: true;
  /** False where sorting would make no sense or no index could serve it. */
  readonly sortable?: false;
  readonly about: string;
};

/** The fields of one resource by their wire names. */
export type Fields = { readonly [name: string]: Field };

/** A resource that can be listed. `key` is the unique tie-break that ends every order. */
export type Resource<F extends Fields = Fields> = {
  readonly name: string;
  readonly fields: F;
  readonly key: string;
  readonly defaultOrder: { readonly by: string; readonly direction: 'asc' | 'desc' };
  /** Fields that `search` looks into. */
  readonly searched: readonly string[];
};

type Named<F extends Fields> = {
  readonly key: keyof F & string;
  readonly defaultOrder: { readonly by: keyof F & string };
  readonly searched: readonly (keyof F & string)[];
};

function resource<const F extends Fields>(definition: Resource<F> & Named<F>): Resource<F> {
  return definition;
}

const recorded = {
  created_at: { type: 'timestamp', column: 'created_at', about: 'when the row was created' },
  updated_at: { type: 'timestamp', column: 'updated_at', about: 'when the row was last updated' },
} as const satisfies Fields;

export const users = resource({
  name: 'users',
  fields: {
    id: { type: 'int', column: 'id', about: 'primary key' },
    name: { type: 'text', column: 'name', about: 'name of the user' },
    age: { type: 'int', column: 'age', about: 'age in years' },
    ...recorded,
  },
  key: 'id',
  defaultOrder: { by: 'created_at', direction: 'desc' },
  searched: ['name'],
});

export const logs = resource({
  name: 'logs',
  fields: {
    id: { type: 'int', column: 'id', about: 'primary key' },
    source: { type: 'text', column: 'source', about: 'what wrote the line, for example API' },
    level: {
      type: 'level',
      column: 'severity',
      about: 'trace, debug, info, warn, error or fatal, ordered by severity',
    },
    message: { type: 'text', column: 'message', sortable: false, about: 'the text of the line' },
    meta: { type: 'json', column: 'meta', nullable: true, sortable: false, about: 'structured context' },
    service: { type: 'text', column: 'service', about: 'service that wrote the line' },
    traceId: { type: 'text', column: 'trace_id', nullable: true, about: 'W3C trace id, 32 hex digits' },
    requestId: {
      type: 'text',
      column: 'request_id',
      nullable: true,
      about: 'id of the request the line belongs to',
    },
    patternId: { type: 'int', column: 'pattern_id', nullable: true, about: 'pattern of the message' },
    ...recorded,
  },
  key: 'id',
  defaultOrder: { by: 'created_at', direction: 'desc' },
  searched: ['message', 'source'],
});

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

export const snapshots = resource({
  name: 'snapshots',
  fields: {
    id: { type: 'int', column: 'id', about: 'primary key' },
    method: { type: 'text', column: 'method', about: 'HTTP method' },
    path: { type: 'text', column: 'path', about: 'path as requested, without the query' },
    endpoint: { type: 'text', column: 'endpoint', about: 'method and route template' },
    service: { type: 'text', column: 'service', about: 'service the request was sent to' },
    statusCode: {
      type: 'int',
      column: 'status_code',
      nullable: true,
      about: 'HTTP status, null when there was no response',
    },
    duration: {
      type: 'float',
      column: 'duration',
      nullable: true,
      about: 'ms from the first byte in to the last byte out',
    },
    userId: { type: 'text', column: 'user_id', nullable: true, about: 'authenticated principal' },
    version: { type: 'text', column: 'version', nullable: true, about: 'version of the service' },
    stage: { type: 'text', column: 'stage', nullable: true, about: 'deployment stage of the service' },
    requestId: { type: 'text', column: 'request_id', nullable: true, about: 'id of the request' },
    traceId: { type: 'text', column: 'trace_id', nullable: true, about: 'W3C trace id' },
    geoCountry: { type: 'text', column: 'geo_country', nullable: true, about: 'ISO 3166-1 alpha-2 country' },
    geoRegion: { type: 'text', column: 'geo_region', nullable: true, about: 'region' },
    geoCity: { type: 'text', column: 'geo_city', nullable: true, about: 'city' },
    geoLat: { type: 'float', column: 'geo_lat', nullable: true, about: 'latitude, degrees' },
    geoLon: { type: 'float', column: 'geo_lon', nullable: true, about: 'longitude, degrees' },
    geoSource: { type: 'text', column: 'geo_source', about: 'platform, header, ip or none' },
    timestamp: { type: 'timestamp', column: 'timestamp', about: 'when the request arrived' },
    ...recorded,
  },
  key: 'id',
  defaultOrder: { by: 'timestamp', direction: 'desc' },
  searched: ['path', 'endpoint', 'method'],
});

export const replayRuns = resource({
  name: 'replayRuns',
  fields: {
    id: { type: 'int', column: 'id', about: 'primary key' },
    status: { type: 'text', column: 'status', about: 'done, failed or refused' },
    target: { type: 'text', column: 'target', nullable: true, about: 'name of the target it was sent to' },
    actor: { type: 'text', column: 'actor', about: 'who asked for it' },
    statusCode: { type: 'int', column: 'status_code', nullable: true, about: 'HTTP status of the replay' },
    duration: { type: 'float', column: 'duration', nullable: true, about: 'ms' },
    ...recorded,
  },
  key: 'id',
  defaultOrder: { by: 'created_at', direction: 'desc' },
  searched: ['target', 'actor'],
});

export const jobs = resource({
  name: 'jobs',
  fields: {
    id: { type: 'int', column: 'job_id', about: 'id of the job in the queue' },
    task: { type: 'text', column: 'task', about: 'name in the catalogue' },
    status: {
      type: 'text',
      column: 'status',
      about: 'queued, running, succeeded, failed (will retry), dead or cancelled',
    },
    attempts: { type: 'int', column: 'attempts', about: 'attempts started' },
    maxAttempts: { type: 'int', column: 'max_attempts', about: 'attempts allowed' },
    priority: { type: 'int', column: 'priority', about: 'lower runs first' },
    jobKey: { type: 'text', column: 'job_key', nullable: true, about: 'key that makes a queued job unique' },
    workerId: { type: 'text', column: 'worker_id', nullable: true, about: 'worker of the last attempt' },
    error: {
      type: 'text',
      column: 'error',
      nullable: true,
      sortable: false,
      about: 'error of the last failed attempt',
    },
    duration: { type: 'float', column: 'duration', nullable: true, about: 'ms of the last attempt' },
    runAt: { type: 'timestamp', column: 'run_at', about: 'not run before' },
    startedAt: {
      type: 'timestamp',
      column: 'started_at',
      nullable: true,
      about: 'start of the last attempt',
    },
    finishedAt: {
      type: 'timestamp',
      column: 'finished_at',
      nullable: true,
      about: 'end of the last attempt',
    },
    ...recorded,
  },
  key: 'id',
  defaultOrder: { by: 'created_at', direction: 'desc' },
  searched: ['task', 'error', 'jobKey'],
});
