import { recorded, resource } from '../fields.ts';

/** Keys are few, so none of their filters needs an index. */
export const keys = resource({
  name: 'keys',
  fields: {
    id: { type: 'int', column: 'id', index: null, about: 'primary key' },
    name: { type: 'text', column: 'name', index: null, about: 'what the key is for' },
    prefix: { type: 'text', column: 'prefix', index: null, about: 'the part of the token that is shown' },
    service: {
      type: 'text',
      column: 'service',
      index: null,
      nullable: true,
      about: 'the one service whose data it may send',
    },
    createdBy: { type: 'text', column: 'created_by', index: null, about: 'who made it' },
    expiresAt: {
      type: 'timestamp',
      column: 'expires_at',
      index: null,
      nullable: true,
      about: 'when it expires',
    },
    lastUsedAt: {
      type: 'timestamp',
      column: 'last_used_at',
      index: null,
      nullable: true,
      about: 'when it was last used, to the minute',
    },
    revokedAt: {
      type: 'timestamp',
      column: 'revoked_at',
      index: null,
      nullable: true,
      about: 'when it was revoked',
    },
    ...recorded(null),
  },
  key: 'id',
  defaultOrder: { by: 'created_at', direction: 'desc' },
  searched: ['name', 'prefix', 'service'],
});
