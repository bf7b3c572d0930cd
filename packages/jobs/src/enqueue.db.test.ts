import { createRedactor } from '@apiscope/core/redact/redactor';
import { inTransaction } from '@apiscope/db/client';
import { getJob } from '@apiscope/db/jobs/get-job';
import { createTestDb, type TestDb } from '@apiscope/db/testing/test-db';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cancelJob } from './cancel-job.ts';
import { enqueue, enqueueByName } from './enqueue.ts';
import { retryJob } from './retry-job.ts';

const batchId = '0d4d9a50-6f5c-4a70-8f3c-3f6d2d6c8b11';
const otherId = '7b8e0f0e-2f61-4a2e-9d7f-52a4f1b6a902';

let test: TestDb;
beforeAll(async () => {
  test = await createTestDb();
});
afterAll(() => test.close());
beforeEach(async () => {
  await test.db
    .$queryRaw`SELECT count(*) FROM (SELECT graphile_worker.complete_jobs(array_agg(id)) FROM graphile_worker.jobs) AS gone`;
  await test.db.$executeRaw`TRUNCATE job_runs, worker_heartbeats`;
});

const queued = () => test.db.$queryRaw<{ id: number; key: string | null; attempts: number; inMs: number }[]>`
  SELECT id::int, key, attempts::int, extract(epoch FROM run_at - now())::float8 * 1000 AS "inMs" FROM graphile_worker.jobs ORDER BY id`;

describe('enqueue', () => {
  it('puts the job into the queue and into history', async () => {
    const id = await enqueue(test.db, 'process_raw_metrics', { batchId }, { priority: 3 });
    expect(await queued()).toMatchObject([{ id, key: null }]);
    expect(await getJob(test.db, id)).toMatchObject({
      id,
      task: 'process_raw_metrics',
      status: 'queued',
      payload: { batchId },
      attempts: 0,
      maxAttempts: 25,
      priority: 3,
      stuck: false,
    });
  });

  it('joins the transaction of the caller: nothing is left after a rollback', async () => {
    const failing = inTransaction(test.db, async (tx) => {
      await enqueue(tx, 'process_raw_metrics', { batchId });
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    expect(await queued()).toEqual([]);
    expect(await test.db.$queryRaw`SELECT * FROM job_runs`).toEqual([]);
  });

  it('replaces the waiting job of the same key, which keeps its id', async () => {
    const first = await enqueue(test.db, 'process_raw_metrics', { batchId }, { jobKey: 'one' });
    const second = await enqueue(
      test.db,
      'process_raw_metrics',
      { batchId: otherId },
      { jobKey: 'one', maxAttempts: 2 },
    );
    expect(second).toBe(first);
    expect(await queued()).toHaveLength(1);
    expect(await getJob(test.db, first)).toMatchObject({
      payload: { batchId: otherId },
      maxAttempts: 2,
      jobKey: 'one',
    });
    await enqueue(test.db, 'process_raw_metrics', { batchId }, { jobKey: 'two' });
    expect(await queued()).toHaveLength(2);
  });

  it('waits for as long as it is told', async () => {
    const id = await enqueue(test.db, 'health_check', {}, { delay: 90_000 });
    const [job] = await queued();
    expect(job!.inMs).toBeGreaterThan(80_000);
    const { runAt, created_at } = await getJob(test.db, id);
    expect(Math.abs(Date.parse(runAt) - Date.parse(created_at) - 90_000)).toBeLessThan(1_000);
  });

  it.each([
    ['nothing', {}, 'task'],
    ['process_raw_metrics', {}, 'payload.batchId'],
    ['process_raw_metrics', { batchId: 'x' }, 'payload.batchId'],
    ['health_check', { surprise: 1 }, 'payload.surprise'],
    ['process_metrics', { since: 'yesterday' }, 'payload.since'],
    ['constructor', {}, 'task'],
  ])('refuses %s with %j, naming %s', async (task, payload, path) => {
    const refusal = await Promise.resolve()
      .then(() => enqueueByName(test.db, { task, payload, redactor: createRedactor() }))
      .catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'BAD_REQUEST', issues: [{ path }] });
    expect(await queued()).toEqual([]);
  });
});

describe('cancelJob and retryJob', () => {
  it('cancels a waiting job once', async () => {
    const id = await enqueue(test.db, 'health_check', {}, { delay: 60_000 });
    expect(await inTransaction(test.db, (tx) => cancelJob(tx, id))).toMatchObject({
      id,
      status: 'cancelled',
    });
    expect(await queued()).toEqual([]);
    await expect(inTransaction(test.db, (tx) => cancelJob(tx, id))).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    await expect(inTransaction(test.db, (tx) => retryJob(tx, id))).rejects.toMatchObject({
      code: 'CONFLICT',
    });
  });

  it('gives a failed job all its attempts again, at once', async () => {
    const id = await enqueue(test.db, 'health_check', {});
    await test.db.$queryRaw`SELECT id FROM graphile_worker.permanently_fail_jobs(ARRAY[${id}::bigint])`;
    await test.db
      .$executeRaw`UPDATE job_runs SET status = 'dead', attempts = 3, error = 'it broke', finished_at = now()`;
    expect(await inTransaction(test.db, (tx) => retryJob(tx, id))).toMatchObject({
      status: 'queued',
      attempts: 0,
      finishedAt: null,
    });
    expect(await queued()).toMatchObject([{ id, attempts: 0 }]);
    await expect(inTransaction(test.db, (tx) => retryJob(tx, id))).rejects.toMatchObject({
      code: 'CONFLICT',
    });
  });

  it('says why a running job can be neither, and knows no other ids', async () => {
    const id = await enqueue(test.db, 'health_check', {});
    await test.db.$executeRaw`UPDATE job_runs SET status = 'running'`;
    await expect(inTransaction(test.db, (tx) => cancelJob(tx, id))).rejects.toThrow('is running');
    await expect(inTransaction(test.db, (tx) => retryJob(tx, id))).rejects.toThrow('is running');
    await expect(inTransaction(test.db, (tx) => cancelJob(tx, 999_999))).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await expect(inTransaction(test.db, (tx) => retryJob(tx, 999_999))).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});
