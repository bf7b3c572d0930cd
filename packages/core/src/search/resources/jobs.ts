import { recorded, resource } from '../fields.ts';

export const jobs = resource({
  name: 'jobs',
  fields: {
    id: { type: 'int', column: 'job_id', about: 'id of the job in the queue' },
    task: { type: 'text', column: 'task', about: 'name in the catalogue' },
    status: {
      type: 'text',
      column: 'status',
      about: 'queued, running, succeeded, failed (will retry), dead or cancelled',
    },
    attempts: { type: 'int', column: 'attempts', about: 'attempts started' },
    maxAttempts: { type: 'int', column: 'max_attempts', about: 'attempts allowed' },
    priority: { type: 'int', column: 'priority', about: 'lower runs first' },
    jobKey: { type: 'text', column: 'job_key', nullable: true, about: 'key that makes a queued job unique' },
    workerId: { type: 'text', column: 'worker_id', nullable: true, about: 'worker of the last attempt' },
    error: {
      type: 'text',
      column: 'error',
      nullable: true,
      sortable: false,
      about: 'error of the last failed attempt',
    },
    duration: { type: 'float', column: 'duration', nullable: true, about: 'ms of the last attempt' },
    runAt: { type: 'timestamp', column: 'run_at', about: 'not run before' },
    startedAt: {
      type: 'timestamp',
      column: 'started_at',
      nullable: true,
      about: 'start of the last attempt',
    },
    finishedAt: {
      type: 'timestamp',
      column: 'finished_at',
      nullable: true,
      about: 'end of the last attempt',
    },
    ...recorded,
  },
  key: 'id',
  defaultOrder: { by: 'created_at', direction: 'desc' },
  searched: ['task', 'error', 'jobKey'],
});
