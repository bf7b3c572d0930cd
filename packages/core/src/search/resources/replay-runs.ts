import { recorded, resource } from '../fields.ts';

export const replayRuns = resource({
  name: 'replayRuns',
  fields: {
    id: { type: 'int', column: 'id', index: 'replay_runs_pkey', about: 'primary key' },
    status: { type: 'text', column: 'status', index: null, about: 'done, failed or refused' },
    target: {
      type: 'text',
      column: 'target',
      index: null,
      nullable: true,
      about: 'name of the target it was sent to',
    },
    actor: { type: 'text', column: 'actor', index: null, about: 'who asked for it' },
    statusCode: {
      type: 'int',
      column: 'status_code',
      index: null,
      nullable: true,
      about: 'HTTP status of the replay',
    },
    duration: { type: 'float', column: 'duration', index: null, nullable: true, about: 'ms' },
    ...recorded('replay_runs_snapshot_idx'),
  },
  key: 'id',
  defaultOrder: { by: 'created_at', direction: 'desc' },
  searched: ['target', 'actor'],
});
