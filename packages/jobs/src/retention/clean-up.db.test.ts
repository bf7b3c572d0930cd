import { randomUUID } from 'node:crypto';
import { systemClock } from '@apiscope/core/clock';
import { addMetricBatch } from '@apiscope/db/metrics/add-batch';
import { mergeBatch } from '@apiscope/db/metrics/merge-batch';
import { summariseMetrics } from '@apiscope/db/metrics/summarise-metrics';
import { ensurePartitions } from '@apiscope/db/partitions/ensure-partitions';
import { listPartitions } from '@apiscope/db/partitions/list-partitions';
import { makeSamples } from '@apiscope/db/testing/make-samples';
import { createTestDb, type TestDb } from '@apiscope/db/testing/test-db';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enqueue } from '../enqueue.ts';
import type { JobContext } from '../job-context.ts';
import { testSettings } from '../testing/open-worker.ts';
import { cleanUp } from './clean-up.ts';

const day = 86_400_000;
const now = Date.UTC(2026, 5, 1);

let test: TestDb;
let context: JobContext;
beforeAll(async () => {
  test = await createTestDb();
  context = { db: test.db, log: pino({ level: 'silent' }), clock: systemClock, now, settings: testSettings };
});
afterAll(() => test.close());

const daysOf = async (table: 'logs' | 'metrics_minutes') =>
  (await listPartitions(test.db, table)).map(({ from }) => (now - from) / day);

describe('cleanUp', () => {
  it('drops the days past the retention of each kind, and no other', async () => {
    await ensurePartitions(test.db, 'logs', [now - 32 * day, now - 31 * day, now - 30 * day, now]);
    for (const age of [92, 5]) {
      const batchId = randomUUID();
      const from = now - age * day;
      await addMetricBatch(test.db, {
        batchId,
        service: 'shop',
        samples: makeSamples(50, { seed: age, from, to: from + day }),
      });
      await mergeBatch(test.db, { batchId, maxEndpoints: 100 });
    }
    await test.db.$executeRaw`UPDATE metric_batches SET created_at = ${new Date(now - 91 * day)}`;
    const waiting = randomUUID();
    await addMetricBatch(test.db, { batchId: waiting, service: 'shop', samples: [] });
    await test.db
      .$executeRaw`UPDATE metric_batches SET created_at = ${new Date(now - 91 * day)} WHERE id = ${waiting}::uuid`;

    await cleanUp({}, context);

    expect(await daysOf('logs')).toEqual([30, 0]);
    expect(await daysOf('metrics_minutes')).toEqual([5]);
    expect(await test.db.$queryRaw`SELECT id::text FROM metric_batches`).toEqual([{ id: waiting }]);
    // The minutes are gone, their rollups are not.
    expect((await summariseMetrics(test.db, {}, { now })).trafficCount).toBe(100);
  });

  it('forgets jobs that ended long ago, dead ones in the queue as well, and keeps those that wait', async () => {
    const ids: number[] = [];
    for (let made = 0; made < 3; made++)
      ids.push(await enqueue(test.db, 'health_check', {}, { delay: 60_000 }));
    const [dead, fresh, queued] = ids as [number, number, number];
    await test.db
      .$queryRaw`SELECT id FROM graphile_worker.permanently_fail_jobs(ARRAY[${dead}::bigint, ${fresh}::bigint])`;
    await test.db.$executeRaw`
      UPDATE job_runs SET status = 'dead', finished_at = CASE job_id WHEN ${dead}::bigint THEN ${new Date(now - 15 * day)}::timestamptz
        ELSE ${new Date(now - day)}::timestamptz END WHERE job_id IN (${dead}::bigint, ${fresh}::bigint)`;
    await cleanUp({}, context);
    const left = await test.db.$queryRaw`SELECT job_id::int AS id FROM job_runs ORDER BY 1`;
    expect(left).toEqual([{ id: fresh }, { id: queued }]);
    expect(await test.db.$queryRaw`SELECT id::int FROM graphile_worker.jobs ORDER BY 1`).toEqual(left);
  });

  it('purges what was softly deleted a week ago', async () => {
    await test.db.$executeRaw`
      INSERT INTO users (name, age, deleted_at) VALUES ('old', 1, ${new Date(now - 8 * day)}), ('new', 1, ${new Date(now - 6 * day)}), ('kept', 1, NULL)`;
    const done = await cleanUp({}, context);
    expect(done.deleted).toMatchObject({ users: 1 });
    expect(await test.db.$queryRaw`SELECT name FROM users ORDER BY name`).toEqual([
      { name: 'kept' },
      { name: 'new' },
    ]);
  });
});
