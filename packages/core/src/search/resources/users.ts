import { recorded, resource } from '../fields.ts';

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
