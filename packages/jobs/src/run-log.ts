import type { Clock } from '@apiscope/core/clock';
import type { Redactor } from '@apiscope/core/redact/redactor';
import type { Db } from '@apiscope/db/client';
import { recordFailed, recordSucceeded } from '@apiscope/db/jobs/record-finished';
import { recordStarted } from '@apiscope/db/jobs/record-started';
import type { Job } from 'graphile-worker';
import type { Logger } from 'pino';
import { describeError } from './describe-error.ts';

export type RunLogDeps = { db: Db; log: Logger; clock: Clock; workerId: string; redactor: Redactor };

/**
 * Runs one attempt of a job and keeps what came of it: its row in history is `running` before the work starts, then `succeeded`,
 * `failed` or `dead`, and one log line says how it went. Rejects as the work does, so that the queue counts the attempt.
 */
export async function runRecorded(
  { db, log, clock, workerId, redactor }: RunLogDeps,
  job: Job,
  work: () => Promise<unknown>,
): Promise<void> {
  const attempt = { id: Number(job.id), attempt: job.attempts };
  await recordStarted(db, {
    ...attempt,
    task: job.task_identifier,
    payload: redactor.json(withoutTick(job.payload)),
    maxAttempts: job.max_attempts,
    priority: job.priority,
    jobKey: job.key,
    runAt: job.run_at,
    workerId,
  });
  const startedAt = clock.monotonic();
  const line = (status: string) => ({
    job: attempt.id,
    task: job.task_identifier,
    attempt: job.attempts,
    maxAttempts: job.max_attempts,
    status,
    ms: Math.round((clock.monotonic() - startedAt) * 10) / 10,
    waited: Math.max(0, clock.now() - job.run_at.getTime()),
  });
  try {
    const result = redactor.json(await work());
    await recordSucceeded(db, attempt, { result, duration: clock.monotonic() - startedAt });
    log.info({ ...line('succeeded'), result }, 'job');
  } catch (error) {
    const text = describeError(error, redactor);
    const duration = clock.monotonic() - startedAt;
    const status = await recordFailed(db, attempt, { error: text, duration }).catch(() => null);
    log.error({ ...line(status ?? 'failed'), error: text }, 'job');
    throw new Error(text, { cause: error });
  }
}

/** The schedule adds the time of its tick to a payload; the task itself knows nothing of it. */
export function withoutTick(payload: unknown): unknown {
  if (typeof payload !== 'object' || payload === null || !('_cron' in payload)) return payload;
  const { _cron, ...rest } = payload;
  return rest;
}
