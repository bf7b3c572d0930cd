import { resource } from '../fields.ts';

export const audit = resource({
  name: 'audit',
  fields: {
    id: { type: 'int', column: 'id', index: null, about: 'primary key' },
    actor: { type: 'text', column: 'actor', index: null, about: 'who did it' },
    action: { type: 'text', column: 'action', index: null, about: 'what was done, such as keys.create' },
    subject: {
      type: 'text',
      column: 'subject',
      index: null,
      nullable: true,
      about: 'what it was done to',
    },
    requestId: {
      type: 'text',
      column: 'request_id',
      index: null,
      nullable: true,
      about: 'id of the request that asked for it',
    },
    created_at: { type: 'timestamp', column: 'created_at', index: 'audit_log_created_idx', about: 'when' },
  },
  key: 'id',
  defaultOrder: { by: 'created_at', direction: 'desc' },
  searched: ['actor', 'action', 'subject'],
});
