import { randomUUID } from 'node:crypto';
import { systemClock } from '@apiscope/core/clock';
import { randomId } from '@apiscope/core/ids';
import { createRedactor } from '@apiscope/core/redact/redactor';
import type { RetentionKind } from '@apiscope/core/retention/schema';
import { toKeepRules } from '@apiscope/core/retention/to-keep-rules';
import { createHashEmbedder } from '@apiscope/core/search/embed';
import { addMetricBatch } from '@apiscope/db/metrics/add-batch';
import { mergeBatch } from '@apiscope/db/metrics/merge-batch';
import { summariseMetrics } from '@apiscope/db/metrics/summarise-metrics';
import { ensurePartitions } from '@apiscope/db/partitions/ensure-partitions';
import { listPartitions } from '@apiscope/db/partitions/list-partitions';
import { expireDays } from '@apiscope/db/retention/expire-days';
import { lastRetentionRuns } from '@apiscope/db/retention/last-runs';
import { listPolicies } from '@apiscope/db/retention/list-policies';
import { emptyTally } from '@apiscope/db/retention/tally';
import { updatePolicy } from '@apiscope/db/retention/update-policy';
import { makeSamples } from '@apiscope/db/testing/make-samples';
import { createTestDb, type TestDb } from '@apiscope/db/testing/test-db';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enqueue } from '../enqueue.ts';
import type { JobContext } from '../job-context.ts';
import { processMetrics } from '../metrics/process-metrics.ts';
import { testSettings } from '../testing/open-worker.ts';
import { cleanUp } from './clean-up.ts';

const day = 86_400_000;
const now = Date.UTC(2026, 5, 1);

let test: TestDb;
let context: JobContext;
beforeAll(async () => {
  test = await createTestDb();
  context = {
    db: test.db,
    log: pino({ level: 'silent' }),
    clock: systemClock,
    now,
    settings: testSettings,
    embedder: createHashEmbedder(),
    redactor: createRedactor(),
    newId: randomId,
    replay: () => Promise.reject(new Error('nothing is sent here')),
    stopping: new AbortController().signal,
  };
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

    const done = await cleanUp({}, context);

    expect(done).toMatchObject({
      logs: { rows: 0, partitions: 2, others: { patterns: 0 } },
      metrics: { partitions: 1, services: { shop: expect.any(Number) }, others: { batches: 2 } },
    });
    expect(done.logs!.bytes).toBeGreaterThan(0);
    expect(done.metrics!.rows).toBeGreaterThan(10);
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
    await test.db.$executeRaw`
      INSERT INTO audit_log (actor, action, created_at) SELECT 'a', 'age ' || age, ${new Date(now)}::timestamptz - age * interval '1 day'
      FROM unnest(ARRAY[1, 364, 366]) AS age`;
    const done = await cleanUp({}, context);
    expect(done.deleted).toMatchObject({ rows: 1, others: { users: 1, audit: 1 } });
    expect((await test.db.auditEntry.findMany()).map(({ action }) => action)).toEqual(['age 1', 'age 364']);
    expect(await test.db.$queryRaw`SELECT name FROM users ORDER BY name`).toEqual([
      { name: 'kept' },
      { name: 'new' },
    ]);
  });

  it('goes by the policies that are set, kind by kind and service by service', async () => {
    for (const service of ['shop', 'audit']) await minutesOf(service, 20);
    await setDays('metrics', null, 10);
    await setDays('metrics', 'audit', 30);
    const { metrics } = await cleanUp({}, context);
    expect(metrics).toMatchObject({ partitions: 0, services: { shop: expect.any(Number) } });
    const left = await test.db
      .$queryRaw`SELECT DISTINCT service FROM metrics_minutes WHERE window_start < ${new Date(now - 19 * day)}`;
    expect(left).toEqual([{ service: 'audit' }]);
  });

  it('never has rollups rebuilt from minutes that are half gone', async () => {
    await minutesOf('half', 40, 3_000);
    const counts = async () => {
      const rows = await test.db.$queryRaw<{ resolution: number; count: number }[]>`
        SELECT resolution, sum(traffic_count)::int AS count FROM metrics WHERE service = 'half' GROUP BY 1`;
      return Object.fromEntries(rows.map(({ resolution, count }) => [resolution, count]));
    };
    const whole = await counts();
    await setDays('metrics', 'half', 30);
    await setDays('metrics', 'other', 300);
    await minutesOf('other', 40);
    // The run is killed after its first statement, and by the time somebody verifies, the service is kept for longer again.
    const killed = {
      rest: async (work: () => Promise<void>) => {
        await work();
        throw new Error('killed');
      },
      tally: emptyTally(),
    };
    const rule = toKeepRules(testSettings.retentionDays, await listPolicies(test.db)).metrics;
    await expect(expireDays(test.db, { table: 'metrics_minutes', rule, now }, killed)).rejects.toThrow(
      'killed',
    );
    await setDays('metrics', 'half', 300);
    await processMetrics({ since: '2026-01-01' }, context);
    const { 60: minutes, ...rollups } = await counts();
    expect(minutes).toBeGreaterThan(0);
    expect(minutes).toBeLessThan(whole[60]!);
    expect({ 60: 3_000, ...rollups }).toEqual(whole);
  });

  it('tries every kind when one fails, keeps what was done, and says what was not', async () => {
    await test.db
      .$executeRaw`INSERT INTO users (name, age, deleted_at) VALUES ('old', 1, ${new Date(now - 8 * day)})`;
    await test.db.$executeRaw`ALTER TABLE metric_batches RENAME TO away`;
    await expect(cleanUp({}, context)).rejects.toThrow(
      'retention failed for metrics: relation "metric_batches" does not exist',
    );
    await test.db.$executeRaw`ALTER TABLE away RENAME TO metric_batches`;
    expect(await test.db.user.count({ where: { name: 'old' } })).toBe(0);
    const runs = await lastRetentionRuns(test.db);
    expect(runs.get('metrics')).toMatchObject({ error: 'relation "metric_batches" does not exist' });
    expect(runs.get('logs')).toMatchObject({ error: null });
    expect(runs.get('deleted')).toMatchObject({ error: null, freed: { rows: 1, others: { users: 1 } } });
  });
});

const setDays = (kind: RetentionKind, service: string | null, days: number) =>
  updatePolicy(test.db, { kind, service, days });

async function minutesOf(service: string, ago: number, count = 400): Promise<void> {
  const batchId = randomUUID();
  const from = now - ago * day;
  const samples = makeSamples(count, { seed: ago, from, to: from + day / 2 });
  await addMetricBatch(test.db, { batchId, service, samples });
  await mergeBatch(test.db, { batchId, maxEndpoints: 100 });
}
