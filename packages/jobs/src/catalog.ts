import { AppError } from '@apiscope/core/errors';
import { timestampIn } from '@apiscope/core/timestamp-schema';
import { z } from 'zod';

/** What is known of a task before anything runs: any process may read this without loading a handler. */
export type TaskDefinition = {
  /** Schema of its payload, checked when it is enqueued and again when it runs. Ids and small facts only. */
  payload: z.ZodType;
  /** Attempts before a job is dead, unless the job says otherwise. */
  maxAttempts: number;
  /** Cron expression, UTC; null when it runs on demand only. */
  cron: string | null;
  /** A tick that was missed because no worker ran is made up for when it is younger than this, milliseconds. */
  catchUp: number;
  about: string;
};

const day = 86_400_000;
const noPayload = z.strictObject({});

/** Every task there is. A new one needs an entry here and a handler in handlers.ts. */
export const catalog = {
  process_raw_metrics: {
    payload: z.strictObject({ batchId: z.uuid() }),
    maxAttempts: 25,
    cron: null,
    catchUp: 0,
    about: 'merges a batch of raw samples into its minute, hour and day windows',
  },
  process_metrics: {
    payload: z.strictObject({
      since: timestampIn.optional().describe('check windows from here on; default: the last two days'),
    }),
    maxAttempts: 5,
    cron: '*/15 * * * *',
    catchUp: 0,
    about: 'compares hour and day windows with their minutes and rebuilds those that differ',
  },
  cleanup_logs: {
    payload: noPayload,
    maxAttempts: 5,
    cron: '0 0 * * *',
    catchUp: day,
    about:
      'lets go of what is past its retention: logs, snapshots, minute windows, finished jobs and deleted rows',
  },
  health_check: {
    payload: noPayload,
    maxAttempts: 3,
    cron: '0 * * * *',
    catchUp: 0,
    about: 'looks at the database, the queue, the partitions ahead and the workers',
  },
  maintain_partitions: {
    payload: noPayload,
    maxAttempts: 10,
    cron: '30 * * * *',
    catchUp: 0,
    about: 'makes the partitions of the coming days',
  },
  vacuum_tables: {
    payload: noPayload,
    maxAttempts: 2,
    cron: '5,20,35,50 * * * *',
    catchUp: 0,
    about: 'makes the room of dead rows usable again, on the embedded database; a server does so by itself',
  },
  backfill_embeddings: {
    payload: noPayload,
    maxAttempts: 10,
    cron: '20 0 * * *',
    catchUp: 0,
    about: 'makes the vectors of patterns and users anew that are missing or of another version',
  },
  scrub_history: {
    payload: z.strictObject({ run: z.number().int().min(1) }),
    maxAttempts: 25,
    cron: null,
    catchUp: 0,
    about: 'rewrites what is stored with the redaction rules in force; POST /redaction/scrubs starts it',
  },
  replay_set: {
    payload: z.strictObject({ setRunId: z.number().int().min(1) }),
    maxAttempts: 25,
    cron: null,
    catchUp: 0,
    about: 'sends the requests of a replay set, each at most once, and says whether the answers are the same',
  },
} as const satisfies Record<string, TaskDefinition>;

export type TaskName = keyof typeof catalog;
export const taskNames = Object.keys(catalog) as TaskName[];

/** Payload of a task as its handler gets it. */
export type PayloadOf<T extends TaskName> = z.infer<(typeof catalog)[T]['payload']>;

/** Reads a task name. @throws AppError BAD_REQUEST naming `task`. */
export function parseTaskName(text: string): TaskName {
  const name = taskNames.find((known) => known === text);
  if (name) return name;
  const message = `there is no task ${text}; there are ${taskNames.join(', ')}`;
  throw new AppError('BAD_REQUEST', `task: ${message}`, { issues: [{ path: 'task', message }] });
}

/** Reads the payload of a task. @throws AppError BAD_REQUEST naming the fields at fault, each under `payload`. */
export function parsePayload<T extends TaskName>(task: T, payload: unknown): PayloadOf<T> {
  const parsed = catalog[task].payload.safeParse(payload);
  if (parsed.success) return parsed.data as PayloadOf<T>;
  const issues = parsed.error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({
          path: ['payload', ...issue.path, key].join('.'),
          message: 'unknown field',
        }))
      : [{ path: ['payload', ...issue.path].join('.'), message: issue.message }],
  );
  const message = issues.map(({ path, message }) => `${path}: ${message}`).join('; ');
  throw new AppError('BAD_REQUEST', `${task}: ${message}`, { issues });
}
