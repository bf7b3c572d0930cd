import { setTimeout as sleep } from 'node:timers/promises';
import { mergeBatch } from '@apiscope/db/metrics/merge-batch';
import { createTestDb, type TestDb } from '@apiscope/db/testing/test-db';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { App } from '../app.ts';
import { type NodeServer, serveNode } from '../servers/node.ts';
import { type CutLine, openCutLine } from '../testing/cut-line.ts';
import { openTestApp, type TestApp } from '../testing/open-test-app.ts';
import { attribute, exportOf, nanos, spanOf } from './testing/make-spans.ts';
import { spawnExpressApp } from './testing/spawn-express-app.ts';

let database: TestDb;
let line: CutLine;
let api: TestApp;
let server: NodeServer;
/** What the door answered, by its status. */
const answers = new Map<number, number>();
/** Answers that are lost on their way: the sender is told 503 after its batch was stored. */
let toLose = 0;

beforeAll(async () => {
  database = await createTestDb();
  line = await openCutLine(database.url);
  api = await openTestApp(line.url);
  const fetch: App['fetch'] = async (request, env) => {
    const answer = await api.app.fetch(request, env);
    answers.set(answer.status, (answers.get(answer.status) ?? 0) + 1);
    if (answer.status !== 200 || toLose === 0) return answer;
    toLose -= 1;
    return new Response(null, { status: 503, headers: { 'retry-after': '1' } });
  };
  server = await serveNode({ fetch } as App, { host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await server.close(1_000);
  await api.close();
  await line.cut();
  await database.close();
});

const bodies = {
  '/v1/traces': exportOf({ 'service.name': 'away' }, spanOf('a')),
  '/v1/logs': {
    resourceLogs: [
      {
        resource: { attributes: [attribute('service.name', 'away')] },
        scopeLogs: [
          { logRecords: [{ timeUnixNano: nanos('2026-01-31T09:00:00Z'), body: { stringValue: 'a' } }] },
        ],
      },
    ],
  },
};

it('answers 503 with Retry-After and a Status while the database is away, and takes the same body afterwards, once', async () => {
  const post = (path: string, body: object) =>
    api.app.request(path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    });
  await line.cut();
  for (const [path, body] of Object.entries(bodies)) {
    const away = await post(path, body);
    expect([path, away.status, away.headers.get('retry-after'), await away.json()]).toEqual([
      path,
      503,
      '5',
      { code: 14, message: expect.stringContaining('database') },
    ]);
  }
  await line.mend();
  for (const [path, body] of Object.entries(bodies))
    for (let turn = 0; turn < 2; turn++)
      await expect.poll(async () => (await post(path, body)).status, { timeout: 10_000 }).toBe(200);
  expect(await database.db.span.count({ where: { service: 'away' } })).toBe(1);
  expect(await database.db.log.count({ where: { service: 'away' } })).toBe(1);
}, 60_000);

it('has the OpenTelemetry SDK send again what it could not take, and what it took but could not say so: nothing lost, nothing twice', async () => {
  const service = 'patient';
  const app = await spawnExpressApp({
    OTEL_SERVICE_NAME: service,
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${server.port}`,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
    OTEL_EXPORTER_OTLP_TIMEOUT: '60000',
    OTEL_BSP_EXPORT_TIMEOUT: '60000',
    OTEL_BLRP_EXPORT_TIMEOUT: '60000',
    OTEL_LOGS_EXPORTER: 'otlp',
    OTEL_METRICS_EXPORTER: 'none',
    OTEL_BSP_SCHEDULE_DELAY: '50',
    OTEL_BLRP_SCHEDULE_DELAY: '50',
    OTEL_NODE_RESOURCE_DETECTORS: 'env',
  });
  const ask = (count: number) =>
    Promise.all(Array.from({ length: count }, (_, n) => fetch(`${app.origin}/users/${n}`).then(String)));
  answers.clear();
  await ask(20);
  await line.cut();
  await ask(30);
  await expect.poll(() => answers.get(503) ?? 0, { timeout: 20_000 }).toBeGreaterThanOrEqual(2);
  await sleep(2_000);
  await line.mend();
  toLose = 3;
  await ask(10);
  await expect.poll(() => toLose, { timeout: 40_000 }).toBe(0);
  await app.stop();
  const waiting = await database.db.metricBatch.findMany({ where: { service } });
  for (const { id } of waiting) await mergeBatch(database.db, { batchId: id, maxEndpoints: 100 });
  const { data } = (await api.call(`/metrics/endpoints?service=${service}`)).body;
  expect(data).toMatchObject([{ endpoint: 'GET /users/{id}', trafficCount: 60 }]);
  expect(await database.db.requestSnapshot.count({ where: { service } })).toBe(60);
  expect(await database.db.log.count({ where: { service } })).toBe(60);
}, 120_000);
