import { getJob } from '@apiscope/db/jobs/get-job';
import { createTestDb, type TestDb } from '@apiscope/db/testing/test-db';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { enqueue } from './enqueue.ts';
import { readEnv } from './env.ts';
import { openWorkerDeps } from './open-worker-deps.ts';
import { workOff } from './work-off.ts';

let test: TestDb;
beforeAll(async () => {
  test = await createTestDb();
});
afterAll(() => test.close());

async function run(): Promise<void> {
  const { deps, close } = await openWorkerDeps(readEnv({ DATABASE_URL: test.url, LOG_LEVEL: 'silent' }));
  await workOff(deps, { signal: new AbortController().signal, graceMs: 5_000 });
  await close();
}

it('does what is due and ends, leaving what is not; the next run makes up for the ticks that nobody was there for', async () => {
  const due = await enqueue(test.db, 'health_check', {});
  const later = await enqueue(test.db, 'health_check', {}, { delay: 3_600_000 });
  await run();
  expect((await getJob(test.db, due)).status).toBe('succeeded');
  expect((await getJob(test.db, later)).status).toBe('queued');
  await test.db
    .$executeRaw`UPDATE graphile_worker._private_known_crontabs SET last_execution = now() - interval '31 minutes', known_since = now() - interval '1 day'`;
  await run();
  const ticks = await test.db.$queryRaw<{ status: string }[]>`
    SELECT status FROM job_runs WHERE task = 'process_metrics'`;
  expect(ticks.length).toBeGreaterThanOrEqual(2);
  expect(new Set(ticks.map(({ status }) => status))).toEqual(new Set(['succeeded']));
}, 60_000);
