import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDb, type TestDb } from '../testing/test-db.ts';
import { addJob } from './add-job.ts';
import { beat } from './heartbeat.ts';
import { jobStats } from './job-stats.ts';
import { recordFailed, recordSucceeded } from './record-finished.ts';
import { recordStarted } from './record-started.ts';

let test: TestDb;
beforeAll(async () => {
  test = await createTestDb();
});
afterAll(() => test.close());

describe('jobStats', () => {
  it('counts jobs by status, what is due, what ended and who works', async () => {
    const { db } = test;
    const job = {
      task: 'health_check',
      payload: {},
      redactedPayload: {},
      maxAttempts: 1,
      delay: 0,
      jobKey: null,
      priority: 0,
    };
    const ids: number[] = [];
    for (const delay of [0, 0, 0, 0, 3_600_000]) ids.push(await addJob(db, { ...job, delay }));
    const [done, dead, stuck] = ids as [number, number, number];
    const start = (id: number, workerId: string) =>
      recordStarted(db, { ...job, id, attempt: 1, workerId, runAt: new Date() });
    await beat(db, { id: 'pool-alive', hostname: 'here', pid: 7, running: 1 });
    for (const id of [done, dead]) await start(id, 'pool-alive');
    await start(stuck, 'pool-gone');
    await recordSucceeded(db, { id: done, attempt: 1 }, { result: { ok: true }, duration: 3 });
    expect(await recordFailed(db, { id: dead, attempt: 1 }, { error: 'no', duration: 3 })).toBe('dead');
    expect(await recordFailed(db, { id: done, attempt: 9 }, { error: 'late', duration: 3 })).toBeNull();

    const stats = await jobStats(db, { now: Date.now() });
    expect(stats).toMatchObject({
      counts: { queued: 2, running: 1, succeeded: 1, failed: 0, dead: 1, cancelled: 0 },
      depth: 1,
      stuck: 1,
      throughput: 2,
      failures: 1,
      workers: [{ id: 'pool-alive', pid: 7, running: 1, alive: true }],
    });
    expect(stats.oldestAge).toBeGreaterThanOrEqual(0);
    expect(stats.oldestAge).toBeLessThan(60);
    const later = await jobStats(db, { now: Date.now() + 2 * 86_400_000 });
    expect(later).toMatchObject({ throughput: 0, failures: 0 });
  });
});
