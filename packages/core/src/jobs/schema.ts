import { z } from 'zod';
import { timestampOut } from '../timestamp-schema.ts';

/** States of a job: `failed` will be tried again, `dead` has used up its attempts. */
export const jobStatuses = ['queued', 'running', 'succeeded', 'failed', 'dead', 'cancelled'] as const;
export type JobStatus = (typeof jobStatuses)[number];

export const job = z
  .object({
    id: z.number().int().describe('id of the job in the queue'),
    task: z.string(),
    status: z.enum(jobStatuses),
    stuck: z.boolean().describe('running on a worker whose heartbeat stopped; it will be taken up again'),
    payload: z.unknown().describe('redacted'),
    result: z.unknown(),
    error: z.string().nullable(),
    attempts: z.number().int(),
    maxAttempts: z.number().int(),
    priority: z.number().int(),
    jobKey: z.string().nullable(),
    workerId: z.string().nullable(),
    duration: z.number().nullable().describe('milliseconds of the last attempt'),
    runAt: timestampOut,
    startedAt: timestampOut.nullable(),
    finishedAt: timestampOut.nullable(),
    created_at: timestampOut,
    updated_at: timestampOut,
  })
  .meta({ id: 'Job' });
export type Job = z.infer<typeof job>;

export const jobIdInput = z.strictObject({ id: z.number().int().min(1) });

/** How a job is enqueued. */
export const enqueueOptions = z.strictObject({
  maxAttempts: z.number().int().min(1).max(100).optional(),
  delay: z
    .number()
    .int()
    .min(0)
    .max(30 * 86_400_000)
    .optional()
    .describe('milliseconds before the first attempt'),
  jobKey: z.string().min(1).max(200).optional().describe('a queued job with the same key is replaced'),
  priority: z.number().int().min(-1_000).max(1_000).optional().describe('lower runs first, default 0'),
});
export type EnqueueOptions = z.infer<typeof enqueueOptions>;

export const createJobInput = enqueueOptions.extend({
  task: z.string().min(1).max(100).describe('a name of the catalogue'),
  payload: z.record(z.string(), z.unknown()).default({}).describe('validated against the schema of the task'),
});
export type CreateJobInput = z.infer<typeof createJobInput>;

/** One cron entry. */
export const cron = z
  .object({
    task: z.string(),
    schedule: z.string().describe('cron expression, UTC'),
    about: z.string(),
    nextRun: timestampOut,
    lastRun: timestampOut.nullable(),
    lastStatus: z.enum(jobStatuses).nullable(),
  })
  .meta({ id: 'Cron' });
export type Cron = z.infer<typeof cron>;

export const workerHeartbeat = z
  .object({
    id: z.string(),
    hostname: z.string(),
    pid: z.number().int(),
    startedAt: timestampOut,
    seenAt: timestampOut,
    alive: z.boolean(),
    running: z.number().int().describe('jobs in work'),
  })
  .meta({ id: 'WorkerHeartbeat' });
export type WorkerHeartbeat = z.infer<typeof workerHeartbeat>;

export const workerStats = z
  .object({
    counts: z.record(z.enum(jobStatuses), z.number().int()),
    depth: z.number().int().describe('jobs due and waiting'),
    oldestAge: z.number().nullable().describe('seconds that the oldest waiting job is overdue'),
    stuck: z.number().int(),
    throughput: z.number().describe('jobs finished in the last 60 minutes'),
    failures: z.number().int().describe('attempts that failed for good in the last 24 hours'),
    workers: z.array(workerHeartbeat),
    tasks: z.array(z.object({ task: z.string(), about: z.string(), maxAttempts: z.number().int() })),
  })
  .meta({ id: 'WorkerStats' });
export type WorkerStats = z.infer<typeof workerStats>;
