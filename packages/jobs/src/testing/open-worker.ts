import { systemClock } from '@apiscope/core/clock';
import { randomId } from '@apiscope/core/ids';
import { createRedactor } from '@apiscope/core/redact/redactor';
import { defaultRetentionDays } from '@apiscope/core/retention/schema';
import { createHashEmbedder } from '@apiscope/core/search/embed';
import { getJob } from '@apiscope/db/jobs/get-job';
import type { TestDb } from '@apiscope/db/testing/test-db';
import pino from 'pino';
import type { TaskName } from '../catalog.ts';
import type { Handler, Handlers } from '../handlers.ts';
import type { WorkerDeps } from '../worker/deps.ts';
import { startWorker, type Worker } from '../worker.ts';

/** Handlers that do nothing, to put the one of a test into. */
export function handlersWith<T extends TaskName>(task: T, handler: Handler<T>): Handlers {
  const idle = async () => null;
  return {
    process_raw_metrics: idle,
    process_metrics: idle,
    cleanup_logs: idle,
    health_check: idle,
    maintain_partitions: idle,
    vacuum_tables: idle,
    backfill_embeddings: idle,
    scrub_history: idle,
    replay_set: idle,
    [task]: handler,
  };
}

export const testSettings = {
  retentionDays: defaultRetentionDays,
  maxEndpoints: 2_000,
  replay: { secretKey: null, allowedCidrs: [] },
};

/** A worker in this process that looks for jobs often and never on schedule. */
export async function openWorker(
  { url, db }: Pick<TestDb, 'url' | 'db'>,
  handlers: Handlers,
  options: Partial<WorkerDeps> = {},
): Promise<Worker> {
  const never = '0 0 1 1 *';
  const worker = startWorker({
    directUrl: url,
    db,
    log: pino({ level: 'silent' }),
    clock: systemClock,
    settings: testSettings,
    embedder: createHashEmbedder(),
    redactor: createRedactor(),
    newId: randomId,
    replay: () => Promise.reject(new Error('this worker sends nothing')),
    handlers,
    concurrency: 2,
    schedules: {
      process_metrics: never,
      cleanup_logs: never,
      health_check: never,
      maintain_partitions: never,
      vacuum_tables: never,
      backfill_embeddings: never,
    },
    pollMs: 100,
    ...options,
  });
  await worker.ready;
  return worker;
}

/** Asks until the answer is yes. */
export async function until(holds: () => Promise<boolean>, withinMs = 20_000): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error('waited in vain');
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

/** Waits until a job has one of the statuses, and gives it. */
export async function untilStatus(db: TestDb['db'], id: number, ...statuses: string[]) {
  await until(async () => statuses.includes((await getJob(db, id)).status)).catch(async () => {
    throw new Error(`job never was ${statuses.join(' or ')}: ${JSON.stringify(await getJob(db, id))}`);
  });
  return getJob(db, id);
}
