import { inTransaction } from '@apiscope/db/client';
import { getJob } from '@apiscope/db/jobs/get-job';
import { jobStats } from '@apiscope/db/jobs/job-stats';
import { createTestDb, type TestDb } from '@apiscope/db/testing/test-db';
import pino from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { enqueue } from './enqueue.ts';
import { handlers } from './handlers.ts';
import { listCrons } from './list-crons.ts';
import { retryJob } from './retry-job.ts';
import { handlersWith, openWorker, until, untilStatus } from './testing/open-worker.ts';
import type { Worker } from './worker.ts';

const batchId = '0d4d9a50-6f5c-4a70-8f3c-3f6d2d6c8b11';

let test: TestDb;
let workers: Worker[] = [];
beforeAll(async () => {
  test = await createTestDb();
});
afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.stop()));
  workers = [];
});
afterAll(() => test.close());

async function open(...args: Parameters<typeof openWorker> extends [unknown, ...infer Rest] ? Rest : never) {
  const worker = await openWorker(test, ...args);
  workers.push(worker);
  return worker;
}

/** Lets a job that waits for its next attempt run now. */
const hurry = (id: number) =>
  test.db.$queryRaw`SELECT id FROM graphile_worker.reschedule_jobs(ARRAY[${id}::bigint], run_at => now())`;

describe('startWorker', () => {
  it('hears of a new job at once, and keeps what came of it', async () => {
    await open(
      handlersWith('health_check', async () => ({ looked: true, password: 'hunter2' })),
      { pollMs: 60_000 },
    );
    const id = await enqueue(test.db, 'health_check', {});
    const job = await untilStatus(test.db, id, 'succeeded');
    expect(job).toMatchObject({ attempts: 1, error: null, result: { looked: true, password: '[redacted]' } });
    expect(job.duration).toBeGreaterThanOrEqual(0);
    expect(job.workerId).toMatch(/^pool-/);
    expect(Date.parse(job.finishedAt!)).toBeGreaterThanOrEqual(Date.parse(job.startedAt!));
  });

  it('says once a minute how the queue is doing, as alarms read it', async () => {
    const lines: { msg: string; queue?: object }[] = [];
    const log = pino({ level: 'info' }, { write: (line) => lines.push(JSON.parse(line)) });
    await open(handlers, { log, beatMs: 5 });
    const said = () => lines.filter(({ msg }) => msg === 'queue');
    await until(async () => said().length > 1);
    expect(said()[0]!.queue).toEqual({ depth: 0, oldestAge: 0, stuck: 0 });
  });

  it('runs a job that always throws exactly maxAttempts times, with growing pauses, and then it is dead', async () => {
    let runs = 0;
    await open(
      handlersWith('process_raw_metrics', async () => {
        runs++;
        throw new Error('no luck with password=hunter2');
      }),
    );
    const id = await enqueue(test.db, 'process_raw_metrics', { batchId }, { maxAttempts: 3 });
    for (const attempt of [1, 2]) {
      await until(async () => {
        const job = await getJob(test.db, id);
        return job.status === 'failed' && job.attempts === attempt;
      });
      const { runAt, finishedAt } = await getJob(test.db, id);
      const pause = (Date.parse(runAt) - Date.parse(finishedAt!)) / 1_000;
      expect(pause).toBeCloseTo(Math.exp(attempt), 0);
      await hurry(id);
    }
    const dead = await untilStatus(test.db, id, 'dead');
    expect(dead).toMatchObject({ attempts: 3, maxAttempts: 3, error: 'no luck with password=[redacted]' });
    await hurry(id);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(runs).toBe(3);
    expect((await jobStats(test.db, { now: Date.now() })).failures).toBe(1);

    await inTransaction(test.db, (tx) => retryJob(tx, id));
    await until(async () => runs === 4);
    expect(await untilStatus(test.db, id, 'failed')).toMatchObject({ attempts: 1 });
  });

  it('checks the payload again before a handler sees it', async () => {
    let runs = 0;
    await open(handlersWith('process_raw_metrics', async () => runs++));
    const id = await inTransaction(test.db, async (tx) => {
      const made = await enqueue(tx, 'process_raw_metrics', { batchId }, { jobKey: 'old', maxAttempts: 1 });
      await tx.$queryRaw`SELECT id FROM graphile_worker.add_job('process_raw_metrics', '{"batch": 1}', job_key => 'old', max_attempts => 1)`;
      return made;
    });
    expect((await untilStatus(test.db, id, 'dead')).error).toContain('payload.batchId');
    expect(runs).toBe(0);
  });

  it('finishes the job in work when it is told to stop, and takes no other', async () => {
    let release = () => {};
    const started: number[] = [];
    const worker = await open(
      handlersWith('health_check', () => {
        started.push(1);
        return new Promise<void>((resolve) => {
          release = resolve;
        });
      }),
      { concurrency: 1 },
    );
    const first = await enqueue(test.db, 'health_check', {});
    await until(async () => started.length === 1);
    const second = await enqueue(test.db, 'health_check', {});
    const stopped = worker.stop();
    setTimeout(() => release(), 300);
    await stopped;
    workers = [];
    expect((await getJob(test.db, first)).status).toBe('succeeded');
    expect((await getJob(test.db, second)).status).toBe('queued');
    expect((await jobStats(test.db, { now: Date.now() })).workers).toEqual([]);
    await test.db.$queryRaw`SELECT id FROM graphile_worker.complete_jobs(ARRAY[${second}::bigint])`;
  });

  it('gives a job back to the queue that does not end in time', async () => {
    const worker = await open(handlersWith('health_check', () => new Promise(() => {})));
    const id = await enqueue(test.db, 'health_check', {}, { maxAttempts: 2 });
    await untilStatus(test.db, id, 'running');
    await worker.stop(200);
    workers = [];
    expect(await getJob(test.db, id)).toMatchObject({ status: 'failed', attempts: 1, stuck: false });
    await hurry(id);
    await open(handlersWith('health_check', async () => 'second try'));
    expect(await untilStatus(test.db, id, 'succeeded')).toMatchObject({ attempts: 2, result: 'second try' });
  });

  it('runs a tick of the schedule once, whatever the number of workers', async () => {
    // A minute of the past that is about to begin: the queue lets a job of the past run at once.
    const begin = Math.floor(Date.now() / 60_000) * 60_000 - 3 * 60_000;
    vi.useFakeTimers({ now: begin - 1_500, toFake: ['Date'], shouldAdvanceTime: true });
    try {
      let runs = 0;
      const counting = handlersWith('health_check', async () => ++runs);
      const schedules = {
        health_check: '* * * * *',
        process_metrics: '0 0 1 1 *',
        cleanup_logs: '0 0 1 1 *',
      };
      await Promise.all([
        open(counting, { schedules }),
        open(counting, { schedules }),
        open(counting, { schedules }),
      ]);
      vi.setSystemTime(begin - 500);
      const ticks = () => test.db.$queryRaw<{ id: number; status: string }[]>`
        SELECT job_id::int AS id, status FROM job_runs WHERE task = 'health_check' AND run_at = ${new Date(begin)}`;
      await vi.waitUntil(async () => (await ticks()).length > 0, { timeout: 15_000, interval: 50 });
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      expect(await ticks()).toMatchObject([{ status: 'succeeded' }]);
      expect(runs).toBe(1);
    } finally {
      vi.useRealTimers();
    }
    const health = (await listCrons(test.db, { now: Date.now() })).find(
      ({ task }) => task === 'health_check',
    );
    expect(health).toMatchObject({ schedule: '0 * * * *', lastStatus: 'succeeded' });
  }, 40_000);

  it('does the work of the catalogue', async () => {
    await open(handlers);
    const health = await enqueue(test.db, 'health_check', {});
    expect((await untilStatus(test.db, health, 'succeeded')).result).toMatchObject({
      status: 'ok',
      problems: [],
    });
    const clean = await enqueue(test.db, 'cleanup_logs', {});
    expect(await untilStatus(test.db, clean, 'succeeded', 'failed')).toMatchObject({ status: 'succeeded' });
    const rollups = await enqueue(test.db, 'process_metrics', { since: '2026-01-01' });
    expect((await untilStatus(test.db, rollups, 'succeeded')).result).toEqual({ checked: 0, rebuilt: 0 });
    const unknown = await enqueue(test.db, 'process_raw_metrics', { batchId });
    expect((await untilStatus(test.db, unknown, 'succeeded')).result).toMatchObject({ outcome: 'unknown' });
  });
});
