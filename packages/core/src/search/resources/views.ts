import { recorded, resource } from '../fields.ts';

export const views = resource({
  name: 'views',
  fields: {
    id: { type: 'int', column: 'id', about: 'primary key' },
    name: { type: 'text', column: 'name', about: 'name of the view' },
    resource: { type: 'text', column: 'resource', about: 'what the view lists' },
    service: { type: 'text', column: 'service', nullable: true, about: 'service it is narrowed to' },
    ...recorded,
  },
  key: 'id',
  defaultOrder: { by: 'created_at', direction: 'desc' },
  searched: ['name'],
});
