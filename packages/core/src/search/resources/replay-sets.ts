import { recorded, resource } from '../fields.ts';

/** Sets are few, so none of their filters needs an index. */
export const replaySets = resource({
  name: 'replaySets',
  fields: {
    id: { type: 'int', column: 'id', index: null, about: 'primary key' },
    name: { type: 'text', column: 'name', index: null, about: 'name of the set' },
    service: { type: 'text', column: 'service', index: null, about: 'service of its requests' },
    target: { type: 'text', column: 'target', index: null, nullable: true, about: 'name of its target' },
    ...recorded(null),
  },
  key: 'id',
  defaultOrder: { by: 'created_at', direction: 'desc' },
  searched: ['name', 'service'],
});
