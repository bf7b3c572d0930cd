import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Sample } from '@apiscope/core/metrics/sample';
import { parseListQuery } from '@apiscope/core/search/parse';
import { jobs } from '@apiscope/core/search/resources/jobs';
import { jobStats } from '@apiscope/db/jobs/job-stats';
import { listJobs } from '@apiscope/db/jobs/list-jobs';
import { addMetricBatch } from '@apiscope/db/metrics/add-batch';
import { createTestDb, type TestDb } from '@apiscope/db/testing/test-db';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enqueue } from './enqueue.ts';
import { handlers } from './handlers.ts';
import { openWorker, until, untilStatus } from './testing/open-worker.ts';
import { spawnFile as spawn } from './testing/spawn-file.ts';

const batchId = '0d4d9a50-6f5c-4a70-8f3c-3f6d2d6c8b11';
const sample: Sample = {
  at: Date.UTC(2026, 0, 14),
  endpoint: 'GET /',
  status: 200,
  duration: 5,
  requestSize: null,
  responseSize: null,
  country: null,
};

let test: TestDb;
const children: ChildProcess[] = [];
beforeAll(async () => {
  test = await createTestDb();
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await test.close();
});

function spawnFile(...given: Parameters<typeof spawn>) {
  const child = spawn(...given);
  children.push(child);
  return child;
}

const aliveWorkers = async () =>
  (await jobStats(test.db, { now: Date.now() })).workers.filter(({ alive }) => alive);
const list = () => listJobs(test.db, parseListQuery(jobs, {}));

describe('a worker that is killed in the middle of a job', () => {
  it('is shown as gone, its job as stuck; another takes the job up, and its effect is there once', async () => {
    await addMetricBatch(test.db, { batchId, service: 'shop', samples: [sample] });
    const id = await enqueue(test.db, 'process_raw_metrics', { batchId }, { maxAttempts: 3 });
    const killed = spawnFile('testing/slow-worker.ts', [test.url]);
    await until(async () => killed.said.includes('MERGED'), 40_000);
    expect((await list()).data).toMatchObject([{ id, status: 'running', stuck: false, attempts: 1 }]);
    killed.kill('SIGKILL');
    await once(killed, 'exit');
    // What half a minute would do.
    await test.db.$executeRaw`UPDATE worker_heartbeats SET seen_at = now() - interval '31 seconds'`;
    expect((await list()).data).toMatchObject([{ id, status: 'running', stuck: true }]);
    expect(await jobStats(test.db, { now: Date.now() })).toMatchObject({
      stuck: 1,
      workers: [{ alive: false, running: 0 }],
    });

    const worker = await openWorker(test, handlers, { beatMs: 100, staleSeconds: 1 });
    const job = await untilStatus(test.db, id, 'succeeded');
    expect(job).toMatchObject({ attempts: 2, stuck: false, error: null, result: { outcome: 'seen' } });
    await worker.stop();
    const [row] = await test.db.$queryRaw<{ count: number }[]>`
      SELECT sum(traffic_count)::int AS count FROM metrics WHERE resolution = 60`;
    expect(row?.count).toBe(1);
  }, 90_000);

  it('leaves the job dead when that was its last attempt', async () => {
    const id = await enqueue(test.db, 'process_raw_metrics', { batchId }, { maxAttempts: 1 });
    const killed = spawnFile('testing/slow-worker.ts', [test.url]);
    await until(async () => killed.said.includes('MERGED'), 40_000);
    killed.kill('SIGKILL');
    await once(killed, 'exit');
    await test.db.$executeRaw`UPDATE worker_heartbeats SET seen_at = now() - interval '31 seconds'`;
    const worker = await openWorker(test, handlers, { beatMs: 100, staleSeconds: 1 });
    expect(await untilStatus(test.db, id, 'dead')).toMatchObject({
      attempts: 1,
      error: expect.stringContaining('worker'),
    });
    await worker.stop();
  }, 90_000);

  it('is left alone while it beats, however long its job takes', async () => {
    const worker = await openWorker(
      test,
      { ...handlers, health_check: () => new Promise((resolve) => setTimeout(resolve, 4_000)) },
      { beatMs: 100, staleSeconds: 1 },
    );
    const id = await enqueue(test.db, 'health_check', {});
    expect(await untilStatus(test.db, id, 'succeeded')).toMatchObject({ attempts: 1 });
    await worker.stop();
  });
});

describe('the worker process', () => {
  const env = () => ({ ...process.env, DATABASE_URL: test.url, LOG_LEVEL: 'info' });

  it('says when it is ready, works, logs a line a job, and stops in order', async () => {
    const child = spawnFile('main.ts', [], env());
    await until(async () => child.said.includes('WORKER READY'), 40_000);
    const id = await enqueue(test.db, 'health_check', {});
    await untilStatus(test.db, id, 'succeeded');
    expect(await aliveWorkers()).toMatchObject([{ pid: child.pid }]);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
    const lines = child.said.split('\n').filter((line) => line.startsWith('{'));
    const [line] = lines.map((text) => JSON.parse(text)).filter(({ msg }) => msg === 'job');
    expect(line).toMatchObject({
      job: id,
      task: 'health_check',
      status: 'succeeded',
      attempt: 1,
      maxAttempts: 3,
    });
    expect(await aliveWorkers()).toEqual([]);
  }, 60_000);

  it('stops when its parent is gone', async () => {
    const child = spawnFile('main.ts', [], env());
    await until(async () => child.said.includes('WORKER READY'), 40_000);
    child.disconnect();
    expect(await once(child, 'exit')).toEqual([0, null]);
  }, 60_000);

  it('waits for a database that is away, saying so, and ends when told to', async () => {
    const child = spawnFile('main.ts', [], {
      ...env(),
      DATABASE_URL: 'postgres://postgres@127.0.0.1:9/none',
    });
    await until(async () => (child.said.match(/cannot be reached; trying again/g) ?? []).length > 1, 40_000);
    expect(child.exitCode).toBeNull();
    expect(child.said).not.toContain('WORKER READY');
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  }, 60_000);

  it('names the variable that is missing', async () => {
    const child = spawnFile('main.ts', [], { ...process.env, DATABASE_URL: '' });
    expect(await once(child, 'exit')).toEqual([1, null]);
    expect(child.said).toContain('DATABASE_URL');
  }, 60_000);
});
