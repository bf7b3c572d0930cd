import { recorded, resource } from '../fields.ts';

export const traces = resource({
  name: 'traces',
  fields: {
    id: { type: 'int', column: 'id', index: 'traces_pkey', about: 'primary key' },
    traceId: { type: 'text', column: 'trace_id', index: 'traces_trace_id_key', about: 'W3C trace id' },
    service: {
      type: 'text',
      column: 'service',
      index: 'traces_service_idx',
      about: 'service of the root span',
    },
    name: { type: 'text', column: 'name', index: null, about: 'name of the root span' },
    statusCode: {
      type: 'int',
      column: 'status_code',
      index: null,
      nullable: true,
      about: 'HTTP status of the root span',
    },
    hasError: {
      type: 'bool',
      column: 'has_error',
      index: 'traces_error_idx',
      sortable: false,
      about: 'whether a span ended with an error',
    },
    hasRoot: {
      type: 'bool',
      column: 'has_root',
      index: null,
      sortable: false,
      about: 'whether the root span is there',
    },
    duration: {
      type: 'float',
      column: 'duration',
      index: 'traces_duration_idx',
      about: 'ms from the beginning of the first span to the end of the last',
    },
    spanCount: { type: 'int', column: 'span_count', index: null, about: 'number of spans' },
    errorCount: { type: 'int', column: 'error_count', index: null, about: 'spans with an error' },
    timestamp: {
      type: 'timestamp',
      column: 'timestamp',
      index: 'traces_timestamp_idx',
      about: 'when the first span began',
    },
    ...recorded(null),
  },
  key: 'id',
  defaultOrder: { by: 'timestamp', direction: 'desc' },
  searched: ['name', 'service'],
  identified: { fields: ['traceId'] },
});
