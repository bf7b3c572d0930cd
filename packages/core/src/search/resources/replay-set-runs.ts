import { recorded, resource } from '../fields.ts';

/** The runs of one set are found by the set, and then looked at one by one. */
export const replaySetRuns = resource({
  name: 'replaySetRuns',
  fields: {
    id: { type: 'int', column: 'id', index: null, about: 'primary key' },
    kind: { type: 'text', column: 'kind', index: null, about: 'check or learn' },
    status: {
      type: 'text',
      column: 'status',
      index: null,
      about: 'queued, running, paused, cancelled or done',
    },
    verdict: {
      type: 'text',
      column: 'verdict',
      index: null,
      nullable: true,
      about: 'pass or fail, null until it is done',
    },
    target: { type: 'text', column: 'target', index: null, about: 'name of the target it is sent to' },
    actor: { type: 'text', column: 'actor', index: null, about: 'who asked for it' },
    ...recorded(null),
  },
  key: 'id',
  defaultOrder: { by: 'created_at', direction: 'desc' },
  searched: ['target', 'actor'],
});
