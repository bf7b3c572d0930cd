import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { Prisma } from '@apiscope/db/client';
import { addJob } from '@apiscope/db/jobs/add-job';
import { beat } from '@apiscope/db/jobs/heartbeat';
import { recordFailed } from '@apiscope/db/jobs/record-finished';
import { recordStarted } from '@apiscope/db/jobs/record-started';
import { createTestDb, type TestDb } from '@apiscope/db/testing/test-db';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CutLine, openCutLine } from '../../testing/cut-line.ts';
import { makeKey } from '../../testing/make-key.ts';
import { openTestApp, type TestApp } from '../../testing/open-test-app.ts';
import { type ParsedFamily, parseExposition } from '../../testing/parse-exposition.ts';
import { prometheusPath } from './prometheus-path.ts';

let test: TestDb;
let line: CutLine;
let app: TestApp;
let key: string;
beforeAll(async () => {
  test = await createTestDb();
  line = await openCutLine(test.url);
  app = await openTestApp(line.url, { AUTH: 'on', INGEST_MAX_REQUESTS: 3 });
  key = await makeKey(test.db, ['read', 'ingest']);
});
afterAll(async () => {
  await app.close();
  await line.cut();
  await test.close();
});

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
async function scrape(): Promise<Map<string, ParsedFamily>> {
  const response = await app.app.request(prometheusPath, { headers: bearer(key) });
  expect([response.status, response.headers.get('content-type')]).toEqual([
    200,
    'text/plain; version=0.0.4; charset=utf-8',
  ]);
  return parseExposition(await response.text());
}
function numberOf(
  families: Map<string, ParsedFamily>,
  name: string,
  labels: Record<string, string> = {},
): number | undefined {
  const family = families.get(name);
  if (!family) throw new Error(`there is no ${name}`);
  return family.samples.find((sample) =>
    Object.entries(labels).every(([each, value]) => sample.labels[each] === value),
  )?.value;
}
const send = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  app.app.request(path, {
    method: 'POST',
    headers: { ...bearer(key), 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' || body instanceof Buffer ? new Blob([body]) : JSON.stringify(body),
  });
const log = { source: 'a', level: 'info', message: 'm' };
const batchId = '7d8ffb0a-6a35-4a5c-9f53-0a4d9b9f2c01';
const request = {
  timestamp: new Date().toISOString(),
  method: 'GET',
  path: '/a',
  route: '/a',
  statusCode: 200,
  duration: 1,
};
const nano = String(BigInt(Date.now()) * 1_000_000n);
const otlpLogs = {
  resourceLogs: [{ scopeLogs: [{ logRecords: [{ timeUnixNano: nano, body: { stringValue: 'o' } }] }] }],
};

describe('GET /internal/prometheus', () => {
  it('tells what was ingested, by door, record by record', async () => {
    const before = await scrape();
    const batch = { batchId, service: 'shop', requests: [request, request], dropped: 5 };
    const gzipped = gzipSync(JSON.stringify({ batchId, service: 'shop', logs: [log, { level: 'odd' }] }));
    for (const [path, body, status, headers] of [
      ['/logs', log, 201],
      ['/logs', [log, log, { nonsense: true }], 201],
      ['/logs', { nonsense: true }, 400],
      ['/logs', `${JSON.stringify(log)}\n{"broken\n`, 201, { 'content-type': 'application/x-ndjson' }],
      ['/ingest/requests', batch, 200],
      ['/ingest/requests', batch, 200],
      ['/ingest/logs', gzipped, 200, { 'content-encoding': 'gzip' }],
      ['/trpc/ingest.logs', { batchId, service: 'shop', logs: [log] }, 200],
      ['/v1/logs', otlpLogs, 200],
      ['/v1/logs', otlpLogs, 200],
    ] as const)
      expect([path, (await send(path, body, headers)).status]).toEqual([path, status]);
    const stranger = { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } };
    expect((await app.app.request('/ingest/logs', stranger)).status).toBe(401);

    const after = await scrape();
    const rise = (name: string, labels: Record<string, string>) =>
      (numberOf(after, name, labels) ?? 0) - (numberOf(before, name, labels) ?? 0);
    const records = (door: string) =>
      ['accepted', 'duplicate', 'rejected'].map((outcome) =>
        rise('apiscope_ingest_records_total', { door, outcome }),
      );
    expect(
      Object.fromEntries(
        ['logs', 'log_stream', 'ingest_requests', 'ingest_logs', 'otlp_logs', 'otlp_traces'].map((door) => [
          door,
          records(door),
        ]),
      ),
    ).toEqual({
      logs: [3, 0, 1],
      log_stream: [1, 0, 1],
      ingest_requests: [2, 2, 0],
      ingest_logs: [1, 1, 1],
      otlp_logs: [1, 1, 0],
      otlp_traces: [0, 0, 0],
    });
    const stored = await test.db
      .$queryRaw`SELECT count(*)::int AS lines FROM logs WHERE message IN ('m', 'o')`;
    expect(stored).toEqual([{ lines: 3 + 1 + 1 + 1 }]);
    const answers = (door: string, code: string) => rise('apiscope_ingest_requests_total', { door, code });
    expect([answers('logs', '201'), answers('logs', '400'), answers('ingest_requests', '200')]).toEqual([
      2, 1, 2,
    ]);
    expect([answers('ingest_logs', '200'), answers('ingest_logs', '401')]).toEqual([2, 1]);
    expect(rise('apiscope_ingest_dropped_by_senders_total', {})).toBe(5);
    // Of the batch that came as gzip, what it was before.
    expect(rise('apiscope_ingest_received_bytes_total', { door: 'ingest_requests' })).toBe(
      2 * JSON.stringify(batch).length,
    );
    expect(rise('apiscope_ingest_received_bytes_total', { door: 'ingest_logs' })).toBeGreaterThan(
      gzipped.length,
    );
    for (const [name, family] of before)
      if (family.type === 'counter')
        for (const { labels, value } of family.samples)
          expect([name, numberOf(after, name, labels)! >= value]).toEqual([name, true]);
  }, 60_000);

  it('tells of the queue, its workers and the partitions as the tables have them', async () => {
    await beat(test.db, { id: 'w', hostname: 'here', pid: 1, running: 0 });
    const job = { task: 'vacuum_tables', payload: {}, redactedPayload: {}, maxAttempts: 1, delay: 0 };
    const id = await addJob(test.db, { ...job, jobKey: null, priority: 0 });
    const started = { ...job, id, attempt: 1, jobKey: null, priority: 0, workerId: 'w', runAt: new Date() };
    await recordStarted(test.db, started);
    await recordFailed(test.db, { id, attempt: 1 }, { error: 'no', duration: 3 });
    const families = await scrape();
    expect(numberOf(families, 'apiscope_database_up')).toBe(1);
    expect(numberOf(families, 'apiscope_database_latency_seconds')).toBeLessThan(2);
    expect(numberOf(families, 'apiscope_database_read_success')).toBe(1);
    const [due] = await test.db.$queryRaw<{ jobs: number; batches: number }[]>`
      SELECT (SELECT count(*)::int FROM job_runs WHERE task = 'process_raw_metrics' AND status = 'queued') AS jobs,
             (SELECT count(*)::int FROM metric_batches WHERE processed_at IS NULL) AS batches`;
    expect(due!.jobs).toBeGreaterThan(0);
    const task = 'process_raw_metrics';
    expect(numberOf(families, 'apiscope_jobs', { task, state: 'ready' })).toBe(due!.jobs);
    expect(numberOf(families, 'apiscope_job_oldest_due_seconds', { task })).toBeGreaterThan(0);
    expect(numberOf(families, 'apiscope_job_oldest_due_seconds', { task: 'vacuum_tables' })).toBe(0);
    expect(numberOf(families, 'apiscope_rollup_unmerged_batches')).toBe(due!.batches);
    expect(numberOf(families, 'apiscope_rollup_lag_seconds')).toBeGreaterThan(0);
    expect(numberOf(families, 'apiscope_workers', { state: 'alive' })).toBe(1);
    const failed = { task: 'vacuum_tables' };
    expect(numberOf(families, 'apiscope_cron_last_run_failed', failed)).toBe(1);
    expect(numberOf(families, 'apiscope_jobs', { ...failed, state: 'dead' })).toBe(1);
    const lastRun = numberOf(families, 'apiscope_cron_last_run_timestamp_seconds', failed)!;
    expect(numberOf(families, 'apiscope_cron_next_run_timestamp_seconds', failed)).toBeGreaterThan(lastRun);
    const lastSeen = numberOf(families, 'apiscope_worker_last_seen_timestamp_seconds')!;
    expect(Math.abs(lastSeen - Date.now() / 1_000)).toBeLessThan(60);
    const [partitions] = await test.db.$queryRaw<{ logs: number }[]>`
      SELECT count(*)::int AS logs FROM pg_inherits WHERE inhparent = 'logs'::regclass`;
    expect(numberOf(families, 'apiscope_partitions', { table: 'logs' })).toBe(partitions!.logs);
    const day = Math.floor(Date.now() / 86_400_000) * 86_400;
    expect(
      numberOf(families, 'apiscope_partition_oldest_timestamp_seconds', { table: 'logs' }),
    ).toBeLessThanOrEqual(day);
    expect(numberOf(families, 'apiscope_database_pool_max_connections')).toBe(4);
    expect(numberOf(families, 'process_resident_memory_bytes')).toBeGreaterThan(1_000_000);
  }, 60_000);

  it('counts clients, events and gaps of streams', async () => {
    const before = await scrape();
    const ending = new AbortController();
    const follow = await app.app.request('/logs/stream?message__eq=streamed', {
      headers: { ...bearer(key), 'last-event-id': 'nonsense' },
      signal: ending.signal,
    });
    const reader = follow.body!.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    const readUntil = async (part: string) => {
      while (!text.includes(part)) text += (await reader.read()).value ?? '';
    };
    await readUntil('event: gap');
    await send('/logs', { ...log, message: 'streamed' });
    await readUntil('event: log-update');
    const during = await scrape();
    expect(numberOf(during, 'apiscope_stream_clients', { stream: 'logs' })).toBe(1);
    const rise = (name: string, labels: Record<string, string>) =>
      numberOf(during, name, labels)! - numberOf(before, name, labels)!;
    expect(rise('apiscope_stream_events_total', { stream: 'logs' })).toBe(1);
    expect(rise('apiscope_stream_gaps_total', { stream: 'logs', reason: 'cursor_unreadable' })).toBe(1);
    expect(numberOf(during, 'apiscope_stream_listening')).toBe(1);
    expect(numberOf(during, 'apiscope_stream_lag_seconds', { stream: 'logs' })).toBeLessThan(30);
    ending.abort();
    await reader.cancel();
  }, 60_000);

  it('lets in who may read, and nobody else', async () => {
    const ask = (headers: Record<string, string> = {}, address = '127.0.0.1') =>
      app.app.request(prometheusPath, { headers }, { peerAddress: address });
    expect((await ask()).status).toBe(401);
    expect((await ask(bearer(await makeKey(test.db, ['ingest'])))).status).toBe(403);
    expect((await ask(bearer(key), '203.0.113.7')).status).toBe(200);
    expect((await ask(bearer(`${key}x`))).status).toBe(401);
    expect((await app.app.request(`${prometheusPath}?name=up`, { headers: bearer(key) })).status).toBe(400);
    const open = await openTestApp(line.url, { AUTH: 'off' });
    const from = async (peerAddress: string | null) =>
      (await open.app.request(prometheusPath, {}, { peerAddress })).status;
    expect([await from('127.0.0.1'), await from('::ffff:127.0.0.1'), await from('::1')]).toEqual([
      200, 200, 200,
    ]);
    expect([await from('203.0.113.7'), await from(null)]).toEqual([403, 403]);
    await open.close();
  }, 60_000);

  it('a table that is locked costs its own numbers and a moment, and is asked for once', async () => {
    let letGo = () => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    let isLocked = false;
    const holding = test.db.$transaction(
      async (tx) => {
        await tx.$executeRaw`LOCK TABLE job_runs IN ACCESS EXCLUSIVE MODE`;
        isLocked = true;
        await held;
      },
      { timeout: 60_000 },
    );
    await expect.poll(() => isLocked, { timeout: 20_000 }).toBe(true);
    try {
      const startedAt = performance.now();
      const scrapes = await Promise.all([scrape(), scrape(), scrape()]);
      scrapes.push(await scrape());
      expect(performance.now() - startedAt).toBeLessThan(20_000);
      for (const families of scrapes) {
        expect(numberOf(families, 'apiscope_database_read_success')).toBe(0);
        expect(numberOf(families, 'apiscope_jobs')).toBeUndefined();
        // The embedded database has one session, which the lock holds up as a whole.
        expect(numberOf(families, 'apiscope_database_up')).toBe(test.kind === 'native' ? 1 : 0);
      }
      const waiting = Prisma.sql`SELECT count(*)::int AS reads FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock'`;
      if (test.kind === 'native') expect(await test.db.$queryRaw(waiting)).toEqual([{ reads: 1 }]);
    } finally {
      letGo();
      await holding;
    }
    await expect
      .poll(async () => numberOf(await scrape(), 'apiscope_database_read_success'), { timeout: 30_000 })
      .toBe(1);
  }, 90_000);

  it('without the database it answers who it knew, with what lives in the process', async () => {
    const before = await scrape();
    await line.cut();
    const after = await scrape();
    expect(numberOf(after, 'apiscope_database_up')).toBe(0);
    expect(numberOf(after, 'apiscope_database_read_success')).toBe(0);
    for (const name of ['apiscope_jobs', 'apiscope_partitions', 'apiscope_database_latency_seconds'])
      expect([name, after.get(name)!.samples]).toEqual([name, []]);
    const door = { door: 'logs', outcome: 'accepted' };
    expect(numberOf(after, 'apiscope_ingest_records_total', door)).toBe(
      numberOf(before, 'apiscope_ingest_records_total', door),
    );
    expect((await send('/logs', log)).status).toBe(503);
    expect(numberOf(await scrape(), 'apiscope_ingest_requests_total', { door: 'logs', code: '503' })).toBe(1);
    const unknown = await app.app.request(prometheusPath, { headers: bearer(`aps_${'x'.repeat(12)}_y`) });
    expect(unknown.status).not.toBe(200);
    await line.mend();
    await expect
      .poll(async () => numberOf(await scrape(), 'apiscope_database_up'), { timeout: 30_000 })
      .toBe(1);
  }, 90_000);

  it('has every metric that the rules for alerts ask for, with its labels', async () => {
    const families = await scrape();
    const rules = await readFile(
      new URL('../../../../../deploy/prometheus.rules.yml', import.meta.url),
      'utf8',
    );
    const expressions = [...rules.matchAll(/^ +expr: (.+)$/gm)].map(([, text]) => text!);
    expect(expressions.length).toBe([...rules.matchAll(/- alert: /g)].length);
    const asked = expressions.flatMap((text) => [...text.matchAll(/\b(apiscope_\w+)(?:\{([^}]*)\})?/g)]);
    expect(asked.length).toBeGreaterThan(10);
    for (const [, name, selector = ''] of asked) {
      const family = families.get(name!);
      const labels = [...selector.matchAll(/(\w+)[!=~]+"/g)].map(([, label]) => label!);
      expect([name, family !== undefined && family.samples.length > 0]).toEqual([name, true]);
      for (const label of labels)
        expect([name, Object.keys(family!.samples[0]!.labels)]).toEqual([
          name,
          expect.arrayContaining([label]),
        ]);
    }
  }, 60_000);
});
