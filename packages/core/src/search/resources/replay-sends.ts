import { recorded, resource } from '../fields.ts';

/** The requests of one run: its rows are found by the run, ten thousand at most, and then looked at one by one. */
export const replaySends = resource({
  name: 'replaySends',
  fields: {
    id: { type: 'int', column: 'id', index: null, about: 'primary key, in the order of sending' },
    pass: { type: 'int', column: 'pass', index: null, about: '1, or 2 for the second replay of learning' },
    snapshotId: { type: 'int', column: 'snapshot_id', index: null, about: 'the captured request' },
    endpoint: { type: 'text', column: 'endpoint', index: null, about: 'method and route template' },
    method: { type: 'text', column: 'method', index: null, about: 'HTTP method' },
    path: { type: 'text', column: 'path', index: null, about: 'path as requested, without the query' },
    status: {
      type: 'text',
      column: 'status',
      index: null,
      about: 'pending, sending, equal, different, failed, refused or interrupted',
    },
    statusCode: {
      type: 'int',
      column: 'status_code',
      index: null,
      nullable: true,
      about: 'HTTP status of the replay',
    },
    duration: { type: 'float', column: 'duration', index: null, nullable: true, about: 'ms' },
    ...recorded(null),
  },
  key: 'id',
  defaultOrder: { by: 'id', direction: 'asc' },
  searched: ['endpoint', 'path'],
});
