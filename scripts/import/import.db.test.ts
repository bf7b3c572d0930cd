import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../../apps/api/src/app.ts';
import { readEnv } from '../../apps/api/src/env.ts';
import { openDeps } from '../../apps/api/src/open-deps.ts';
import { type NodeServer, serveNode } from '../../apps/api/src/servers/node.ts';
import { systemClock } from '../../packages/core/src/clock.ts';
import { randomId } from '../../packages/core/src/ids.ts';
import type {
  CountrySummary,
  EndpointSummary,
  MetricBucket,
} from '../../packages/core/src/metrics/schema.ts';
import type { Page } from '../../packages/core/src/page.ts';
import { mergeBatch } from '../../packages/db/src/metrics/merge-batch.ts';
import { createTestDb, type TestDb } from '../../packages/db/src/testing/test-db.ts';
import { runImport } from './run-import.ts';

/** Real logs live beside the repository, not in it. */
const data = fileURLToPath(new URL('../../../shared/data/', import.meta.url));
const present = existsSync(data);
if (!present)
  console.error('import.db.test.ts: no folder shared/data beside the repository, real logs are not imported');

const folder = mkdtempSync(join(tmpdir(), 'apiscope-import-'));
let test: TestDb;
let server: NodeServer;
let opened: Awaited<ReturnType<typeof openDeps>>;

beforeAll(async () => {
  test = await createTestDb();
  const env = readEnv({ DATABASE_URL: test.url, LOG_LEVEL: 'silent' });
  opened = await openDeps(env, { clock: systemClock, newId: randomId, stdout: { write: () => undefined } });
  server = await serveNode(createApp(opened.deps), { host: '127.0.0.1', port: 0 });
});

afterAll(async () => {
  await server.close(1_000);
  await opened.close(1_000);
  await test.close();
  rmSync(folder, { recursive: true });
});

/** Runs the import and then what the worker would do with the batches it left. */
async function importFile(...argv: string[]): Promise<{ code: number; text: string }> {
  let text = '';
  const output = {
    write: (piece: string) => {
      text += piece;
    },
  };
  const url = `http://127.0.0.1:${server.port}`;
  const code = await runImport([...argv, '--url', url], {
    env: {},
    output,
    errors: output,
    signal: new AbortController().signal,
  });
  return { code, text };
}

async function mergeAll(): Promise<void> {
  const waiting = await test.db.$queryRaw<
    { id: string }[]
  >`SELECT id::text FROM metric_batches WHERE processed_at IS NULL`;
  for (const { id } of waiting) await mergeBatch(test.db, { batchId: id, maxEndpoints: 2_000 });
}

async function get<T>(path: string): Promise<T> {
  const response = await fetch(`http://127.0.0.1:${server.port}${path}`);
  expect(response.status).toBe(200);
  return (await response.json()) as T;
}

const listOf = <T>(path: string) => get<Page<T>>(path);
const sum = (rows: { trafficCount: number }[]) =>
  rows.reduce((total, { trafficCount }) => total + trafficCount, 0);

/** Everything of a service's windows that does not tell when it was written. */
async function windowsOf(service: string): Promise<unknown[]> {
  return test.db.$queryRaw`
    SELECT endpoint, window_start, traffic_count, client_error_count, server_error_count, p50_latency, p95_latency, p99_latency,
      request_size, response_size, encode(sketch, 'hex') AS sketch
    FROM metrics_minutes WHERE service = ${service} ORDER BY endpoint, window_start`;
}

async function logsOf(service: string): Promise<unknown[]> {
  return test.db.$queryRaw`
    SELECT source, severity, message, meta, request_id, created_at FROM logs WHERE service = ${service}
    ORDER BY created_at, source, message, meta::text`;
}

describe('import through the doors of the API', () => {
  it('stores lines of every format, and a request of each access line once', async () => {
    const file = join(folder, 'mixed.log');
    const lines = [
      '9.9.9.9 - - [01/Jan/2024:00:00:00 +0000] "GET /users/42 HTTP/1.1" 200 12 "-" "curl/8" 0.250',
      '9.9.9.9 - - [01/Jan/2024:00:00:01 +0000] "\\x16\\x03" 400 0 "-" "-"',
      '9.9.9.9 - - [01/Jan/2024:00:00:02 +0000] "GET /users/43 HTTP/1.1" 500 9 "-" "curl/8" 0.5',
      '\u0000binary \uFFFD',
      '{"level":50,"time":1704067204000,"msg":"boom","a":{"b":1}}',
    ];
    writeFileSync(file, lines.join('\n'));
    expect((await importFile(file, '--service', 'mixed')).code).toBe(0);
    expect((await importFile(file, '--service', 'mixed')).text).toContain('3 requests were imported before');
    await mergeAll();
    const { data: endpoints } = await listOf<EndpointSummary>('/metrics/endpoints?service=mixed');
    expect(endpoints.map(({ endpoint, trafficCount }) => [endpoint, trafficCount])).toEqual([
      ['GET /users/{id}', 2],
      ['OTHER unmatched', 1],
    ]);
    const logs = await listOf<{ message: string }>('/logs?service__eq=mixed&order=asc');
    expect(logs.metadata.total).toBe(10);
    expect(logs.data.some(({ message }) => message.includes('binary'))).toBe(true);
  });
});

describe.runIf(present)('real logs', { timeout: 180_000 }, () => {
  const openstack = join(data, 'loghub/OpenStack_2k.log');

  it('OpenStack: counts, percentiles and route templates', async () => {
    const { code } = await importFile(openstack, '--service', 'openstack');
    expect(code).toBe(0);
    await mergeAll();
    const { data: buckets } = await get<{ data: MetricBucket[] }>('/metrics/aggregate?service=openstack');
    expect(buckets).toHaveLength(1);
    const [{ trafficCount, clientErrorCount, p50Latency, p95Latency, p99Latency }] = buckets as [
      MetricBucket,
    ];
    expect([trafficCount, clientErrorCount]).toEqual([1_017, 41]);
    for (const [got, truth] of [
      [p50Latency, 259.2],
      [p95Latency, 385.3],
      [p99Latency, 504.9],
    ] as const) {
      expect(Math.abs(got! / truth - 1)).toBeLessThan(0.015);
    }
    const { data: endpoints } = await listOf<EndpointSummary>(
      '/metrics/endpoints?service=openstack&limit=1000',
    );
    expect(sum(endpoints)).toBe(1_017);
    expect(endpoints[0]!.endpoint).toBe('GET /v2/{id}/servers/detail');
    expect((await listOf('/logs?service__eq=openstack&limit=1')).metadata.total).toBe(2_000);
    expect((await listOf('/replay?service=openstack&statusCode=404&limit=1')).metadata.total).toBe(41);
  });

  it('OpenStack in two ranges at once and in two files gives the rows of one import', async () => {
    await Promise.all([
      importFile(openstack, '--service', 'ranges', '--range', ':777'),
      importFile(openstack, '--service', 'ranges', '--range', '778:'),
    ]);
    const lines = readFileSync(openstack, 'utf8').split('\n');
    const [first, second] = [join(folder, 'first.log'), join(folder, 'second.log')];
    writeFileSync(first, lines.slice(0, 1_234).join('\n'));
    writeFileSync(second, lines.slice(1_234).join('\n'));
    await Promise.all([first, second].map((file) => importFile(file, '--service', 'files')));
    await mergeAll();
    const [windows, logs] = [await windowsOf('openstack'), await logsOf('openstack')];
    expect(windows.length).toBeGreaterThan(100);
    for (const service of ['ranges', 'files']) {
      expect(await windowsOf(service)).toEqual(windows);
      expect(await logsOf(service)).toEqual(logs);
    }
  });

  it('access log: endpoints and countries add up to 6,000 requests', async () => {
    await importFile(join(data, 'http/elastic_apache_combined_part1.log'), '--service', 'web');
    await mergeAll();
    const { data: endpoints, metadata } = await listOf<EndpointSummary>(
      '/metrics/endpoints?service=web&limit=1000',
    );
    expect(metadata.nextCursor).toBeNull();
    expect(sum(endpoints)).toBe(6_000);
    const { data: countries } = await get<{ data: CountrySummary[] }>('/metrics/countries?service=web');
    expect(sum(countries)).toBe(6_000);
    expect(countries[0]!.country).toBe('US');
  });
});

describe('npm run import of a HAR file', () => {
  const file = (...urls: string[]) =>
    JSON.stringify({
      log: {
        entries: urls.map((url) => ({
          startedDateTime: '2026-01-31T09:00:00Z',
          request: { method: 'GET', url },
          response: { status: 200 },
        })),
      },
    });

  it('stores its requests once, and says why it stores nothing of a broken one', async () => {
    const path = join(folder, 'shop.har');
    writeFileSync(path, `\uFEFF${file('https://shop.example/a?b=1', 'https://shop.example/c')}`);
    const first = await importFile(path, '--service', 'har shop');
    expect([first.code, first.text]).toEqual([0, expect.stringContaining('2 requests stored as snapshots')]);
    expect(await importFile(path, '--service', 'har shop')).toMatchObject({
      code: 0,
      text: expect.stringContaining('imported before'),
    });
    expect((await listOf('/replay?service=har%20shop')).metadata.total).toBe(2);
    writeFileSync(path, file('https://shop.example/a', 'nowhere'));
    expect(await importFile(path)).toMatchObject({
      code: 1,
      text: expect.stringContaining('log.entries.1.request.url'),
    });
    expect((await importFile(path, '--shift', 'now')).code).toBe(2);
  });
});
