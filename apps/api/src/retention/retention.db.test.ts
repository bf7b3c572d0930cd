import type { RetentionOverview, RetentionPolicy } from '@apiscope/core/retention/schema';
import { insertLogs, type PreparedLog } from '@apiscope/db/logs/insert-logs';
import { insertSnapshots } from '@apiscope/db/replay/insert-snapshots';
import { recordRun } from '@apiscope/db/retention/record-run';
import { emptyTally, toFreed } from '@apiscope/db/retention/tally';
import { createTestDb, type TestDb } from '@apiscope/db/testing/test-db';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openTestApp, type TestApp } from '../testing/open-test-app.ts';

const day = 86_400_000;
const today = Math.floor(Date.now() / day) * day;

let database: TestDb;
let test: TestApp;
beforeAll(async () => {
  database = await createTestDb();
  test = await openTestApp(database.url, { RETENTION_DAYS_LOGS: 20 });
});
afterAll(async () => {
  await test.close();
  await database.close();
});
beforeEach(() => database.db.$executeRaw`DELETE FROM retention_policies`);

const overview = async () => (await test.call('/retention')).body.data as unknown as RetentionOverview;
const kindOf = async (wanted: string) => (await overview()).kinds.find(({ kind }) => kind === wanted)!;
const set = (body: object) => test.send('PUT', '/retention', body);
const nextOf = (answer: { body: { data: unknown } }) => (answer.body.data as RetentionPolicy).next;

function line(service: string, ago: number): PreparedLog {
  const text = `a line of ${service}`;
  const at = today - ago * day + 1_000;
  const ids = { traceId: null, requestId: null, identifiers: [] };
  return {
    service,
    source: 'api',
    level: 'info',
    message: text,
    meta: null,
    createdAt: at,
    pattern: text,
    fingerprint: text,
    ...ids,
  };
}

describe('GET /retention', () => {
  it('tells of each kind how long it is kept and on whose word, how much there is, and since when', async () => {
    await insertLogs(database.db, [line('shop', 3), line('shop', 1), line('audit', 1)], {
      embedder: test.deps.embedder,
      maxPatterns: 10,
    });
    await database.db
      .$executeRaw`INSERT INTO users (name, age, deleted_at) VALUES ('gone', 1, ${new Date(today - 5)})`;
    await set({ kind: 'jobs', days: 5 });
    await set({ kind: 'logs', service: 'audit', days: 365 });
    const { kinds, nextRun, job, databaseBytes } = await overview();
    expect(kinds.map(({ kind, days, origin, services }) => [kind, days, origin, services])).toEqual([
      ['logs', 20, 'default', [{ service: 'audit', days: 365 }]],
      ['snapshots', 14, 'default', []],
      ['metrics', 90, 'default', []],
      ['traces', 14, 'default', []],
      ['jobs', 5, 'policy', []],
      ['deleted', 7, 'default', []],
    ]);
    const { bytes, ...logs } = kinds[0]!;
    expect(logs).toMatchObject({
      rows: 3,
      rowsAreEstimated: false,
      partitions: 2,
      oldest: new Date(today - 3 * day + 1_000).toISOString(),
      lastRun: null,
    });
    expect(bytes).toBeGreaterThan(50_000);
    expect(databaseBytes).toBeGreaterThan(bytes!);
    expect(kinds[5]).toMatchObject({
      rows: 1,
      bytes: null,
      oldest: new Date(today - 5).toISOString(),
      partitions: null,
    });
    expect(nextRun).toBe(new Date(today + day).toISOString());
    expect(job).toBeNull();
  });

  it('shows what the last run let go of, and what the job came to', async () => {
    const tally = { ...emptyTally(), rows: 7, bytes: 4_096, partitions: 1, services: { shop: 7 } };
    await recordRun(database.db, {
      kind: 'logs',
      freed: toFreed(tally, 12.4),
      error: 'in use',
      startedAt: today,
    });
    await recordRun(database.db, {
      kind: 'logs',
      freed: toFreed(tally, 12.6),
      error: null,
      startedAt: today + 5,
    });
    const { body } = await test.send('POST', '/worker/jobs', { task: 'cleanup_logs' });
    const { kinds, job } = await overview();
    expect(kinds[0]!.lastRun).toEqual({
      startedAt: new Date(today + 5).toISOString(),
      freed: { ...tally, ms: 13 },
      error: null,
    });
    expect(job).toEqual({
      id: body.data.id,
      status: 'queued',
      startedAt: null,
      finishedAt: null,
      error: null,
    });
  });
});

describe('PUT /retention', () => {
  it('sets days, and says what the next run takes: whole days, or the rows of one service', async () => {
    const kind = await set({ kind: 'logs', days: 2 });
    expect(kind.status).toBe(200);
    expect(kind.body.data).toMatchObject({ kind: 'logs', service: null, days: 2, origin: 'policy' });
    expect(nextOf(kind)).toMatchObject({
      at: new Date(today + day).toISOString(),
      days: 1,
      partitions: 1,
      rows: 1,
      rowsAreEstimated: false,
    });
    expect(nextOf(kind).bytes).toBeGreaterThan(50_000);
    await test.call('/retention?kind=logs', { method: 'DELETE' });
    const service = await set({ kind: 'logs', service: 'shop', days: 1 });
    expect(service.body.data).toMatchObject({ service: 'shop', days: 1, origin: 'policy' });
    // It alone had lines three days ago; yesterday's day stays for the other one.
    expect(nextOf(service)).toMatchObject({ days: 2, partitions: 1, rows: 2 });
    expect(await kindOf('logs')).toMatchObject({ days: 20, services: [{ service: 'shop', days: 1 }] });
    await set({ kind: 'logs', service: 'shop', days: 9 });
    expect(await kindOf('logs')).toMatchObject({ services: [{ service: 'shop', days: 9 }] });
  });

  it.each([
    [{ kind: 'logs', days: 0 }, 'days', /at least|>=|1/],
    [{ kind: 'logs', days: 4_000 }, 'days', /3650/],
    [{ kind: 'logs' }, 'days', /./],
    [{ kind: 'lines', days: 4 }, 'kind', /logs/],
    [{ days: 4 }, 'kind', /./],
    [
      { kind: 'deleted', service: 'shop', days: 4 },
      'service',
      /only logs, snapshots, metrics, traces have days by service/,
    ],
    [{ kind: 'logs', days: 4, dais: 4 }, 'dais', /unknown/i],
  ])('refuses %j, naming what is wrong', async (body, path, message) => {
    const { status, body: answer } = await set(body);
    expect(status).toBe(400);
    expect(answer.error!.issues).toMatchObject([{ path, message: expect.stringMatching(message) }]);
    expect(await database.db.retentionPolicy.count()).toBe(0);
  });
});

describe('GET /retention/preview', () => {
  it('says what days would take and changes nothing; pinned snapshots stay', async () => {
    const snapshot = {
      service: 'shop',
      endpoint: 'GET /',
      method: 'GET',
      path: '/',
      query: {},
      headers: {},
      body: null,
      bodyInfo: null,
      statusCode: 200,
      responseHeaders: null,
      responseBody: null,
      responseBodyInfo: null,
      duration: 1,
      userId: null,
      version: null,
      stage: null,
      requestId: null,
      traceId: null,
      geoCountry: null,
      geoRegion: null,
      geoCity: null,
      geoLat: null,
      geoLon: null,
      geoSource: 'none' as const,
      redactedPaths: [],
    };
    const ages = [10, 10, 9, 8];
    await insertSnapshots(
      database.db,
      ages.map((ago) => ({ ...snapshot, timestamp: today - ago * day })),
    );
    await database.db
      .$executeRaw`UPDATE request_snapshots SET pinned = true WHERE timestamp = ${new Date(today - 9 * day)}`;
    const { status, body } = await test.call('/retention/preview?kind=snapshots&days=5');
    expect(status).toBe(200);
    expect(body.data).toMatchObject({
      kind: 'snapshots',
      days: 5,
      origin: 'policy',
      next: { days: 2, partitions: 2, rows: 3 },
    });
    expect(await kindOf('snapshots')).toMatchObject({ days: 14, origin: 'default', rows: 4 });
    await set({ kind: 'snapshots', service: 'shop', days: 100 });
    const back = await test.call('/retention/preview?kind=snapshots&service=shop');
    expect(back.body.data).toMatchObject({
      days: 14,
      origin: 'default',
      next: { days: 0, rows: 0, bytes: 0 },
    });
    const wrong = await test.call('/retention/preview?kind=snapshots&days=many');
    expect(wrong.body.error!.issues).toMatchObject([{ path: 'days' }]);
  });

  it('counts jobs that ended and rows that were deleted', async () => {
    await database.db.$executeRaw`
      INSERT INTO job_runs (job_id, task, status, max_attempts, run_at, finished_at)
      SELECT n, 'health_check', CASE n WHEN 903 THEN 'failed' ELSE 'succeeded' END, 3, now(), now() - interval '9 days' FROM generate_series(901, 903) AS n`;
    expect(nextOf(await test.call('/retention/preview?kind=jobs&days=3'))).toMatchObject({
      rows: 2,
      partitions: 0,
    });
    expect(nextOf(await test.call('/retention/preview?kind=deleted&days=1'))).toMatchObject({ rows: 1 });
    expect(nextOf(await test.call('/retention/preview?kind=deleted&days=7'))).toMatchObject({ rows: 0 });
  });
});

describe('DELETE /retention', () => {
  it('takes days back, once', async () => {
    await set({ kind: 'logs', days: 3 });
    await set({ kind: 'logs', service: 'shop', days: 9 });
    const service = await test.call('/retention?kind=logs&service=shop', { method: 'DELETE' });
    expect(service.body.data).toMatchObject({ service: 'shop', days: 3, origin: 'policy' });
    expect((await test.call('/retention?kind=logs&service=shop', { method: 'DELETE' })).status).toBe(404);
    const kind = await test.call('/retention?kind=logs', { method: 'DELETE' });
    expect(kind.body.data).toMatchObject({ service: null, days: 20, origin: 'default' });
    const again = await test.call('/retention?kind=logs', { method: 'DELETE' });
    expect([again.status, again.body.error!.message]).toEqual([404, 'no days were set for logs']);
  });
});

it('GET /info tells the importer how long rows are kept', async () => {
  await set({ kind: 'metrics', days: 33 });
  const { body } = await test.call('/info');
  expect(body.data).toMatchObject({ retention: { logs: 20, snapshots: 14, metrics: 33 } });
});
