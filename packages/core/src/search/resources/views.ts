import { recorded, resource } from '../fields.ts';

/** Saved views are few, so none of their filters needs an index. */
export const views = resource({
  name: 'views',
  fields: {
    id: { type: 'int', column: 'id', index: null, about: 'primary key' },
    name: { type: 'text', column: 'name', index: null, about: 'name of the view' },
    resource: { type: 'text', column: 'resource', index: null, about: 'what the view lists' },
    service: {
      type: 'text',
      column: 'service',
      index: null,
      nullable: true,
      about: 'service it is narrowed to',
    },
    ...recorded(null),
  },
  key: 'id',
  defaultOrder: { by: 'created_at', direction: 'desc' },
  searched: ['name'],
});
