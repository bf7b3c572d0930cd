import { resource } from '../fields.ts';
import { endpoints } from './endpoints.ts';

const { service, endpoint: _, ...counted } = endpoints.fields;

/** One row per consumer of a service over a range: computed, not stored, so its columns are evaluated in memory. */
export const consumers = resource({
  name: 'consumers',
  fields: {
    id: { type: 'text', column: 'consumer', index: null, about: 'id of who calls, as the service knows it' },
    name: { type: 'text', column: 'name', index: null, nullable: true, about: 'name for that id' },
    service,
    ...counted,
    firstSeen: {
      type: 'timestamp',
      column: 'first_seen',
      index: null,
      about: 'its first request, of any range',
    },
    lastSeen: {
      type: 'timestamp',
      column: 'last_seen',
      index: null,
      about: 'its last request, of any range',
    },
  },
  key: 'id',
  defaultOrder: { by: 'trafficCount', direction: 'desc' },
  searched: ['id', 'name', 'service'],
  ranked: true,
});
