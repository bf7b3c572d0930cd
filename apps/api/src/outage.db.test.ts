import { setTimeout as sleep } from 'node:timers/promises';
import { createTestDb, type TestDb } from '@apiscope/db/testing/test-db';
import { handlersWith, openWorker } from '@apiscope/jobs/testing/open-worker';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CutLine, openCutLine } from './testing/cut-line.ts';
import { openTestApp, type TestApp } from './testing/open-test-app.ts';
import { spawnWorker } from './testing/spawn-worker.ts';

let database: TestDb;
let line: CutLine;
let api: TestApp;
beforeAll(async () => {
  database = await createTestDb();
  line = await openCutLine(database.url);
  api = await openTestApp(line.url);
});
afterAll(async () => {
  await api.close();
  await line.cut();
  await database.close();
});

const count = async (sql: string) => {
  const [row] = await database.db.$queryRawUnsafe<{ count: number }[]>(sql);
  return row!.count;
};
const until = async (condition: () => Promise<boolean> | boolean) => {
  for (let wait = 0; wait < 300; wait++) {
    if (await condition()) return;
    await sleep(50);
  }
  throw new Error('it never came true');
};

describe('while the database is away', () => {
  it('answers 503 soon, lives on, and loses nothing of what it captured', async () => {
    expect((await api.call('/api/v1/users')).status).toBe(200);
    expect((await api.call('/health/ready')).status).toBe(200);
    await until(() => api.deps.hub.isListening() === true);
    await line.cut();
    const startedAt = Date.now();
    for (let asked = 0; asked < 10; asked++) {
      const { status, headers, body } = await api.call('/api/v1/users');
      expect([status, headers.get('retry-after'), body.error?.code]).toEqual([
        503,
        '5',
        'SERVICE_UNAVAILABLE',
      ]);
    }
    expect(Date.now() - startedAt).toBeLessThan(5_000);
    expect((await api.call('/api/v1/users?nmae=x')).status).toBe(400);
    expect((await api.call('/health/live')).status).toBe(200);
    expect((await api.call('/health/ready')).status).toBe(503);
    expect(await api.call('/health')).toMatchObject({
      status: 503,
      body: {
        error: { issues: expect.arrayContaining([{ path: 'database', message: expect.any(String) }]) },
      },
    });
    await sleep(1_000);
    await line.mend();
    await until(
      async () =>
        (await count('SELECT coalesce(sum(sample_count), 0)::int AS count FROM metric_batches')) >= 12,
    );
    await until(async () => (await count('SELECT count(*)::int AS count FROM request_snapshots')) >= 12);
    await until(
      async () => (await count(`SELECT count(*)::int AS count FROM logs WHERE service = 'apiscope'`)) >= 12,
    );
    await until(() => api.deps.hub.isListening() === true);
    expect((await api.call('/api/v1/users')).status).toBe(200);
    expect(api.deps.batchers.samples.stats().dropped).toBe(0);
    await api.deps.batchers.samples.flush();
    expect(await count('SELECT sum(sample_count)::int AS count FROM metric_batches')).toBe(13);
    const jobs = await count(
      `SELECT count(*)::int AS count FROM job_runs WHERE task = 'process_raw_metrics'`,
    );
    expect(jobs).toBe(await count('SELECT count(*)::int AS count FROM metric_batches'));
  }, 60_000);

  it('keeps the worker that was about to note the end of a job, which then works on', async () => {
    const worker = spawnWorker(line.url);
    try {
      await worker.ready;
      const job = { task: 'health_check', payload: {} };
      for (let n = 0; n < 40; n++) expect((await api.send('POST', '/worker/jobs', job)).status).toBe(201);
      const done = `SELECT count(*)::int AS count FROM job_runs WHERE task = 'health_check' AND status <> 'queued'`;
      await until(async () => (await count(done)) > 0);
      await line.cut();
      await sleep(500);
      await line.mend();
      let id: unknown;
      await until(async () => {
        const { status, body } = await api.send('POST', '/worker/jobs', { ...job, priority: -1 });
        id = body.data?.id;
        return status === 201;
      });
      await until(async () => (await api.call(`/worker/jobs/${id}`)).body.data?.status === 'succeeded');
      expect(worker.child.exitCode).toBeNull();
    } finally {
      worker.child.kill('SIGKILL');
    }
  }, 120_000);

  it('keeps a worker several of whose jobs end as it goes away, which then works on', async () => {
    let begun = 0;
    let end = () => {};
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const wait = async () => {
      const nth = begun++;
      await ended;
      await sleep(nth * 50);
    };
    // A task of its own, as the worker before has left some. Only the queue goes by the line, so that jobs succeed and their ends can't be noted.
    const worker = await openWorker(
      { url: line.url, db: database.db },
      handlersWith('process_metrics', wait),
      {
        concurrency: 8,
      },
    );
    try {
      const job = { task: 'process_metrics', payload: {} };
      for (let n = 0; n < 4; n++) expect((await api.send('POST', '/worker/jobs', job)).status).toBe(201);
      await until(() => begun === 4);
      line.hush();
      end();
      await sleep(1_000);
      await line.cut();
      line.speak();
      await line.mend();
      let id: unknown;
      await until(async () => {
        const { status, body } = await api.send('POST', '/worker/jobs', { ...job, priority: -1 });
        id = body.data?.id;
        return status === 201;
      });
      await until(async () => (await api.call(`/worker/jobs/${id}`)).body.data?.status === 'succeeded');
    } finally {
      line.speak();
      await worker.stop();
    }
  }, 60_000);
});
