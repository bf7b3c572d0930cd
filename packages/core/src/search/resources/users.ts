import { recorded, resource } from '../fields.ts';

export const users = resource({
  name: 'users',
  fields: {
    id: { type: 'int', column: 'id', index: 'users_pkey', about: 'primary key' },
    name: { type: 'text', column: 'name', index: 'users_name_trgm_idx', about: 'name of the user' },
    age: { type: 'int', column: 'age', index: null, about: 'age in years' },
    ...recorded('users_created_at_id_idx'),
  },
  key: 'id',
  defaultOrder: { by: 'created_at', direction: 'desc' },
  searched: ['name'],
  ranked: true,
});
