import { recorded, resource } from '../fields.ts';

export const replayRuns = resource({
  name: 'replayRuns',
  fields: {
    id: { type: 'int', column: 'id', about: 'primary key' },
    status: { type: 'text', column: 'status', about: 'done, failed or refused' },
    target: { type: 'text', column: 'target', nullable: true, about: 'name of the target it was sent to' },
    actor: { type: 'text', column: 'actor', about: 'who asked for it' },
    statusCode: { type: 'int', column: 'status_code', nullable: true, about: 'HTTP status of the replay' },
    duration: { type: 'float', column: 'duration', nullable: true, about: 'ms' },
    ...recorded,
  },
  key: 'id',
  defaultOrder: { by: 'created_at', direction: 'desc' },
  searched: ['target', 'actor'],
});
