import { resource } from '../fields.ts';
import { endpoints } from './endpoints.ts';

/** Every endpoint there ever was, with or without requests in the range: computed, so its columns are evaluated in memory. */
export const catalogue = resource({
  name: 'catalogue',
  fields: {
    ...endpoints.fields,
    isOverflow: {
      type: 'bool',
      column: 'is_overflow',
      index: null,
      sortable: false,
      about: 'stands for all endpoints beyond the cap of its service',
    },
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
  key: 'endpoint',
  defaultOrder: { by: 'trafficCount', direction: 'desc' },
  searched: ['endpoint', 'service'],
  ranked: true,
});
