import { z } from 'zod';
import { timestampOut } from '../timestamp-schema.ts';
import { setId, targetName } from './set-schema.ts';

/** States of a run: `paused` goes on when resumed, `cancelled` and `done` are over. */
export const setRunStatuses = ['queued', 'running', 'paused', 'cancelled', 'done'] as const;
export type SetRunStatus = (typeof setRunStatuses)[number];

/** States of a request of a run: `interrupted` may or may not have been sent, and is never sent again. */
export const sendStatuses = [
  'pending',
  'sending',
  'equal',
  'different',
  'failed',
  'refused',
  'interrupted',
] as const;

const count = z.number().int();
const counts = z.object({
  pending: count,
  sending: count,
  equal: count,
  different: count,
  failed: count.describe('sent, without an answer'),
  refused: count.describe('not sent; the reason is with the request'),
  interrupted: count.describe(
    'its worker died while it was sent: it may have arrived, and is not sent again',
  ),
});
export type SendCounts = z.infer<typeof counts>;

/** One go through the requests of a set. */
export const setRun = z
  .object({
    id: count,
    setId: count,
    kind: z.enum(['check', 'learn']).describe('learn: every request twice, to see what differs by itself'),
    status: z.enum(setRunStatuses),
    verdict: z
      .enum(['pass', 'fail'])
      .nullable()
      .describe('pass: every answer is equal; null until it is done, and for learn'),
    target: z.string(),
    actor: z.string(),
    total: count.describe('requests to send'),
    done: count.describe('requests that were sent or refused'),
    counts,
    concurrency: count,
    rateLimit: z.number(),
    confirm: z.boolean(),
    ignored: z.array(z.string()).describe('paths that may differ, as they were when it started'),
    learned: z.array(z.string()).describe('of learn: the paths that differ by themselves'),
    isWaiting: z.boolean().describe('it is to run, but no worker has it'),
    startedAt: timestampOut.nullable(),
    finishedAt: timestampOut.nullable(),
    created_at: timestampOut,
    updated_at: timestampOut,
  })
  .meta({ id: 'ReplaySetRun' });
export type SetRun = z.infer<typeof setRun>;

/** One request of a run. */
export const setSend = z
  .object({
    id: count,
    pass: count.describe('1; 2 for the second time of learn'),
    snapshotId: count,
    endpoint: z.string(),
    method: z.string(),
    path: z.string(),
    status: z.enum(sendStatuses),
    runId: count.nullable().describe('the stored replay, with its diff'),
    statusCode: count.nullable(),
    duration: z.number().nullable().describe('milliseconds'),
    changedPaths: z.array(z.string()).describe('at most 50'),
    error: z.string().nullable(),
    created_at: timestampOut,
    updated_at: timestampOut,
  })
  .meta({ id: 'ReplaySend' });
export type SetSend = z.infer<typeof setSend>;

/** What came of a run, for machines. */
export const setReport = z
  .object({
    set: z.object({ id: count, name: z.string(), service: z.string() }),
    runId: count,
    target: z.string(),
    verdict: z.enum(['pass', 'fail']).nullable(),
    total: count,
    counts,
    ignored: z.array(z.string()),
    requests: z.array(
      setSend.pick({
        snapshotId: true,
        pass: true,
        endpoint: true,
        status: true,
        changedPaths: true,
        runId: true,
        error: true,
      }),
    ),
  })
  .meta({ id: 'ReplaySetReport' });
export type SetReport = z.infer<typeof setReport>;

/** A run with its report once it is over. */
export const setRunDetail = setRun
  .extend({ report: setReport.nullable().describe('null until the run is done or cancelled') })
  .meta({ id: 'ReplaySetRunDetail' });
export type SetRunDetail = z.infer<typeof setRunDetail>;

export const setRunIdInput = z.strictObject({ id: z.number().int().min(1) });
export const startSetInput = z.strictObject({
  id: setId,
  target: targetName.optional().describe('name of another target of the service than that of the set'),
});
