import { recorded, resource } from '../fields.ts';

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
  identified: { column: 'variables', fields: ['requestId', 'traceId'] },
  ranked: true,
});
