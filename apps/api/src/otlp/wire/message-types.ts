/**
 * The messages of OTLP that are read or written, field by field: number and type, as opentelemetry-proto 1.x and google.rpc define them (a test
 * compares them with the official files). `[]` repeats, `?` may be absent; `id` is `bytes` that OTLP/JSON writes in hex. A field that is not
 * named here is passed over.
 */
export const messageTypes = {
  ExportLogsServiceRequest: { resourceLogs: [1, 'ResourceLogs[]'] },
  ResourceLogs: { resource: [1, 'Resource?'], scopeLogs: [2, 'ScopeLogs[]'] },
  ScopeLogs: { scope: [1, 'InstrumentationScope?'], logRecords: [2, 'LogRecord[]'] },
  LogRecord: {
    timeUnixNano: [1, 'fixed64'],
    severityNumber: [2, 'enum'],
    severityText: [3, 'string'],
    body: [5, 'AnyValue?'],
    attributes: [6, 'KeyValue[]'],
    traceId: [9, 'id'],
    spanId: [10, 'id'],
    observedTimeUnixNano: [11, 'fixed64'],
    eventName: [12, 'string'],
  },

  ExportTraceServiceRequest: { resourceSpans: [1, 'ResourceSpans[]'] },
  ResourceSpans: { resource: [1, 'Resource?'], scopeSpans: [2, 'ScopeSpans[]'] },
  ScopeSpans: { scope: [1, 'InstrumentationScope?'], spans: [2, 'Span[]'] },
  Span: {
    traceId: [1, 'id'],
    spanId: [2, 'id'],
    parentSpanId: [4, 'id'],
    name: [5, 'string'],
    kind: [6, 'enum'],
    startTimeUnixNano: [7, 'fixed64'],
    endTimeUnixNano: [8, 'fixed64'],
    attributes: [9, 'KeyValue[]'],
    events: [11, 'Event[]'],
    links: [13, 'Link[]'],
    status: [15, 'SpanStatus?'],
  },
  Event: { timeUnixNano: [1, 'fixed64'], name: [2, 'string'], attributes: [3, 'KeyValue[]'] },
  Link: { traceId: [1, 'id'], spanId: [2, 'id'], attributes: [4, 'KeyValue[]'] },
  SpanStatus: { message: [2, 'string'], code: [3, 'enum'] },

  ExportMetricsServiceRequest: { resourceMetrics: [1, 'ResourceMetrics[]'] },
  ResourceMetrics: { resource: [1, 'Resource?'], scopeMetrics: [2, 'ScopeMetrics[]'] },
  ScopeMetrics: { scope: [1, 'InstrumentationScope?'], metrics: [2, 'Metric[]'] },
  Metric: {
    name: [1, 'string'],
    unit: [3, 'string'],
    histogram: [9, 'Histogram?'],
    exponentialHistogram: [10, 'ExponentialHistogram?'],
  },
  Histogram: { dataPoints: [1, 'HistogramDataPoint[]'], aggregationTemporality: [2, 'enum'] },
  HistogramDataPoint: {
    startTimeUnixNano: [2, 'fixed64'],
    timeUnixNano: [3, 'fixed64'],
    count: [4, 'fixed64'],
    sum: [5, 'double?'],
    bucketCounts: [6, 'fixed64[]'],
    explicitBounds: [7, 'double[]'],
    attributes: [9, 'KeyValue[]'],
    flags: [10, 'uint32'],
    min: [11, 'double?'],
    max: [12, 'double?'],
  },
  ExponentialHistogram: {
    dataPoints: [1, 'ExponentialHistogramDataPoint[]'],
    aggregationTemporality: [2, 'enum'],
  },
  ExponentialHistogramDataPoint: {
    attributes: [1, 'KeyValue[]'],
    startTimeUnixNano: [2, 'fixed64'],
    timeUnixNano: [3, 'fixed64'],
    count: [4, 'fixed64'],
    sum: [5, 'double?'],
    scale: [6, 'sint32'],
    zeroCount: [7, 'fixed64'],
    positive: [8, 'Buckets?'],
    flags: [10, 'uint32'],
    min: [12, 'double?'],
    max: [13, 'double?'],
  },
  Buckets: { offset: [1, 'sint32'], bucketCounts: [2, 'uint64[]'] },

  Resource: { attributes: [1, 'KeyValue[]'] },
  InstrumentationScope: { name: [1, 'string'], version: [2, 'string'], attributes: [3, 'KeyValue[]'] },
  KeyValue: { key: [1, 'string'], value: [2, 'AnyValue?'] },
  AnyValue: {
    stringValue: [1, 'string?'],
    boolValue: [2, 'bool?'],
    intValue: [3, 'int64?'],
    doubleValue: [4, 'double?'],
    arrayValue: [5, 'ArrayValue?'],
    kvlistValue: [6, 'KeyValueList?'],
    bytesValue: [7, 'bytes?'],
  },
  ArrayValue: { values: [1, 'AnyValue[]'] },
  KeyValueList: { values: [1, 'KeyValue[]'] },

  ExportLogsServiceResponse: { partialSuccess: [1, 'ExportLogsPartialSuccess?'] },
  ExportLogsPartialSuccess: { rejectedLogRecords: [1, 'int64'], errorMessage: [2, 'string'] },
  ExportTraceServiceResponse: { partialSuccess: [1, 'ExportTracePartialSuccess?'] },
  ExportTracePartialSuccess: { rejectedSpans: [1, 'int64'], errorMessage: [2, 'string'] },
  ExportMetricsServiceResponse: { partialSuccess: [1, 'ExportMetricsPartialSuccess?'] },
  ExportMetricsPartialSuccess: { rejectedDataPoints: [1, 'int64'], errorMessage: [2, 'string'] },

  Status: { code: [1, 'enum'], message: [2, 'string'], details: [3, 'Any[]'] },
  Any: { typeUrl: [1, 'string'], value: [2, 'bytes'] },
  BadRequest: { fieldViolations: [1, 'FieldViolation[]'] },
  FieldViolation: { field: [1, 'string'], description: [2, 'string'] },
} as const satisfies Record<string, Record<string, readonly [number: number, type: string]>>;

export type MessageName = keyof typeof messageTypes;

type Scalars = {
  string: string;
  bool: boolean;
  double: number;
  enum: number;
  uint32: number;
  sint32: number;
  fixed64: bigint;
  int64: bigint;
  uint64: bigint;
  /** Lower-case hex; '' for none. */
  id: string;
  /** Base64. */
  bytes: string;
};
export type ScalarName = keyof Scalars;

type ValueOf<T> = T extends `${infer Item}[]`
  ? ValueOf<Item>[]
  : T extends `${infer Optional}?`
    ? ValueOf<Optional> | undefined
    : T extends ScalarName
      ? Scalars[T]
      : T extends MessageName
        ? Message<T>
        : never;

/** A message as it is read, the same from protobuf and from JSON: what was not sent has its default. */
export type Message<Name extends MessageName> = {
  [Field in keyof (typeof messageTypes)[Name]]: (typeof messageTypes)[Name][Field] extends readonly [
    number,
    infer Type,
  ]
    ? ValueOf<Type>
    : never;
};
