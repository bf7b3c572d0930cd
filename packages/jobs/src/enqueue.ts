import type { EnqueueOptions } from '@apiscope/core/jobs/schema';
import { createRedactor, type Redactor } from '@apiscope/core/redact/redactor';
import type { DbOrTx } from '@apiscope/db/client';
import { addJob } from '@apiscope/db/jobs/add-job';
import { catalog, type PayloadOf, parsePayload, parseTaskName, type TaskName } from './catalog.ts';

/** Enough for payloads that the program itself makes: ids of batches and the like. */
const builtIn = createRedactor();

/**
 * Puts a job into the queue and its row into history, in the caller's transaction: both are there after commit, neither after
 * rollback. A waiting job with the same `jobKey` is replaced and keeps its id; one that runs already is left to end, and a second
 * job waits.
 * @returns id of the job.
 * @throws AppError BAD_REQUEST naming the fields of the payload at fault.
 */
export async function enqueue<T extends TaskName>(
  tx: DbOrTx,
  task: T,
  payload: PayloadOf<T>,
  options: EnqueueOptions = {},
  redactor: Redactor = builtIn,
): Promise<number> {
  const { maxAttempts = catalog[task].maxAttempts, delay = 0, jobKey = null, priority = 0 } = options;
  const checked = parsePayload(task, payload);
  return addJob(tx, {
    task,
    payload: checked,
    redactedPayload: redactor.json(checked),
    maxAttempts,
    delay,
    jobKey,
    priority,
  });
}

/**
 * Enqueues a task by a name that came from outside, with a payload that history keeps redacted.
 * @returns id of the job.
 * @throws AppError BAD_REQUEST naming `task` or the fields of the payload at fault.
 */
export function enqueueByName(
  tx: DbOrTx,
  { task, payload, redactor }: { task: string; payload: unknown; redactor: Redactor },
  options: EnqueueOptions = {},
): Promise<number> {
  const name = parseTaskName(task);
  return enqueue(tx, name, parsePayload(name, payload), options, redactor);
}
