import { recorded, resource } from '../fields.ts';

export const logs = resource({
  name: 'logs',
  fields: {
    id: { type: 'int', column: 'id', index: 'logs_pkey', about: 'primary key' },
    source: { type: 'text', column: 'source', index: null, about: 'what wrote the line, for example API' },
    level: {
      type: 'level',
      column: 'severity',
      index: 'logs_severe_idx',
      about: 'trace, debug, info, warn, error or fatal, ordered by severity',
    },
    message: { type: 'text', column: 'message', index: null, sortable: false, about: 'the text of the line' },
    meta: {
      type: 'json',
      column: 'meta',
      index: null,
      nullable: true,
      sortable: false,
      about: 'structured context',
    },
    service: {
      type: 'text',
      column: 'service',
      index: 'logs_service_idx',
      about: 'service that wrote the line',
    },
    traceId: {
      type: 'text',
      column: 'trace_id',
      index: 'logs_trace_idx',
      nullable: true,
      about: 'W3C trace id, 32 hex digits',
    },
    requestId: {
      type: 'text',
      column: 'request_id',
      index: 'logs_request_idx',
      nullable: true,
      about: 'id of the request the line belongs to',
    },
    patternId: {
      type: 'int',
      column: 'pattern_id',
      index: 'logs_pattern_idx',
      nullable: true,
      about: 'pattern of the message',
    },
    ...recorded('logs_created_at_idx'),
  },
  key: 'id',
  defaultOrder: { by: 'created_at', direction: 'desc' },
  searched: ['message', 'source'],
  identified: { column: 'variables', fields: ['requestId', 'traceId'] },
  ranked: true,
});
