import { resource } from '../fields.ts';
import { endpoints } from './endpoints.ts';

const { service: _, endpoint: __, ...counted } = endpoints.fields;

/** One row per service, with how its requests went over a range: computed, so its columns are evaluated in memory. */
export const services = resource({
  name: 'services',
  fields: {
    name: { type: 'text', column: 'name', index: null, about: 'name under which its data is sent' },
    ...counted,
    endpointCount: { type: 'int', column: 'endpoint_count', index: null, about: 'endpoints told apart' },
    dropped: {
      type: 'int',
      column: 'dropped',
      index: null,
      about: 'observations that its senders had to drop',
    },
    firstSeen: {
      type: 'timestamp',
      column: 'first_seen',
      index: null,
      nullable: true,
      about: 'its first request, line or batch',
    },
    lastSeen: {
      type: 'timestamp',
      column: 'last_seen',
      index: null,
      nullable: true,
      about: 'its last request, line or batch',
    },
    created_at: { type: 'timestamp', column: 'created_at', index: null, about: 'when it was first heard of' },
  },
  key: 'name',
  defaultOrder: { by: 'name', direction: 'asc' },
  searched: ['name'],
});
