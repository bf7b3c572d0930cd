import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { mergeBatch } from '@apiscope/db/metrics/merge-batch';
import { createTestDb, type TestDb } from '@apiscope/db/testing/test-db';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestApp, type TestApp } from '../../testing/open-test-app.ts';
import { type Attributes, attribute, exportOf, nanos, spanOf } from '../testing/make-spans.ts';
import { readJson } from '../wire/read-json.ts';
import { writeProtobuf } from '../wire/write-protobuf.ts';

const example = join(import.meta.dirname, '../../../../../../shared/data/otlp/spec_trace.json');

let database: TestDb;
let api: TestApp;
beforeAll(async () => {
  database = await createTestDb();
  api = await openTestApp(database.url);
});
afterAll(async () => {
  await api.close();
  await database.close();
});

const post = async (body: object) => {
  const answer = await api.app.request('/v1/traces', {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  });
  return [answer.status, await answer.json()];
};
const merge = async () => {
  const waiting = await database.db.$queryRaw<
    { id: string }[]
  >`SELECT id::text FROM metric_batches WHERE processed_at IS NULL`;
  for (const { id } of waiting) await mergeBatch(database.db, { batchId: id, maxEndpoints: 2_000 });
};
const endpointsOf = async (service: string) => {
  await merge();
  const { body } = await api.call(
    `/metrics/endpoints?service=${service}&startDate=2026-01-31&endDate=2026-02-01`,
  );
  return body.data.sort((a, b) => (String(a.endpoint) < String(b.endpoint) ? -1 : 1));
};
const snapshotsOf = async (service: string) =>
  (await api.call(`/replay?service=${service}&order_by=id&order=asc`)).body.data;

const stable: Attributes = {
  'http.request.method': 'POST',
  'http.route': '/orders/:id',
  'url.path': '/orders/42',
  'url.query': 'token=canary&q=1',
  'http.response.status_code': 201,
  'client.address': '8.8.8.8',
  'user_agent.original': 'curl/8',
  'enduser.id': 'u-7',
  'http.request.body.size': 12,
  'http.response.body.size': 34,
  'http.request.header.x-request-id': ['r-1'],
  'http.request.header.authorization': ['Bearer canary'],
};
const old: Attributes = {
  'http.method': 'GET',
  'http.route': '/users/{id}',
  'http.target': '/users/1?a=b',
  'http.status_code': 500,
  'net.peer.ip': '8.8.8.8',
  'http.client_ip': '203.0.113.9',
  'http.user_agent': 'old/1',
  'http.response_content_length': 9,
};

describe('POST /v1/traces', () => {
  it.skipIf(!existsSync(example))('takes the official example, in JSON and in protobuf, once', async () => {
    const text = readFileSync(example, 'utf8');
    expect(await post(JSON.parse(text))).toEqual([200, {}]);
    const bytes = writeProtobuf(
      'ExportTraceServiceRequest',
      readJson('ExportTraceServiceRequest', JSON.parse(text)),
    );
    const headers = { 'content-type': 'application/x-protobuf' };
    const answer = await api.app.request('/v1/traces', { method: 'POST', body: bytes, headers });
    expect([answer.status, (await answer.arrayBuffer()).byteLength]).toEqual([200, 0]);
    expect(await database.db.span.findMany({ where: { service: 'my.service' } })).toMatchObject([
      {
        traceId: '5b8efff798038103d269b633813fc60c',
        spanId: 'eee19b7ec3c1b174',
        parentSpanId: 'eee19b7ec3c1b173',
        name: "I'm a server span",
        kind: 2,
        duration: 1_000,
        scope: 'my.library',
        attributes: { 'my.span.attr': 'some value' },
      },
    ]);
    // It tells of no request: it says neither method nor procedure.
    expect(await snapshotsOf('my.service')).toEqual([]);
  });

  it('makes requests of SERVER spans, under the stable names and the old ones', async () => {
    const body = exportOf(
      { 'service.name': 'web', 'service.version': '1.2', 'deployment.environment.name': 'prod' },
      spanOf('a', { attributes: stable }),
      spanOf('b', { attributes: old, parent: 'a1', status: { code: 2, message: 'password=canary' } }),
      spanOf('c', { kind: 3, attributes: stable, parent: 'a' }),
    );
    expect(await post(body)).toEqual([200, {}]);
    expect(await endpointsOf('web')).toMatchObject([
      { endpoint: 'GET /users/{id}', trafficCount: 1, errorRate: 100, responseSize: 9, avgLatency: 250 },
      { endpoint: 'POST /orders/{id}', trafficCount: 1, errorRate: 0, requestSize: 12, responseSize: 34 },
    ]);
    const snapshots = await snapshotsOf('web');
    expect(snapshots).toMatchObject([
      {
        method: 'POST',
        path: '/orders/42',
        query: { token: '[redacted]', q: '1' },
        statusCode: 201,
        userId: 'u-7',
        consumer: 'u-7',
        requestId: 'r-1',
        geoCountry: 'US',
        version: '1.2',
        stage: 'prod',
        traceId: 'a'.repeat(32),
        duration: 250,
      },
      // What was forwarded counts from a trusted proxy only; the peer is none.
      { method: 'GET', path: '/users/1', query: { a: 'b' }, statusCode: 500, geoCountry: 'US' },
    ]);
    expect((await api.call(`/replay/${snapshots[0]!.id}`)).body.data).toMatchObject({
      headers: { 'user-agent': 'curl/8', authorization: '[redacted]' },
      body: null,
      bodyInfo: null,
    });
    const stored = await database.db.span.findMany({ where: { service: 'web' } });
    expect(JSON.stringify(stored, (_, value) => (typeof value === 'bigint' ? 0 : value))).not.toContain(
      'canary',
    );
  });

  it('counts a span once, however batches are cut and sent again, five at once', async () => {
    const resource = { 'service.name': 'retry' };
    const spans = Array.from({ length: 20 }, (_, n) =>
      spanOf(`${n + 1}`.padStart(2, '0'), { attributes: stable }),
    );
    const batches = [spans, spans.slice(0, 15), spans.slice(5), [...spans.slice(3), ...spans]];
    const answers = await Promise.all(
      [...batches, ...batches, spans].map((each) => post(exportOf(resource, ...each))),
    );
    expect(new Set(answers.map(([status]) => status))).toEqual(new Set([200]));
    expect(await endpointsOf('retry')).toMatchObject([{ trafficCount: 20 }]);
    expect(await database.db.span.count({ where: { service: 'retry' } })).toBe(20);
    expect(
      await database.db.trace.aggregate({ where: { service: 'retry' }, _sum: { spanCount: true } }),
    ).toEqual({
      _sum: { spanCount: 20 },
    });
  });

  it('counts an HTTP span and the one of the same request below it once, and a batch of procedures one by one', async () => {
    const rpc = (method: string, more: Attributes = {}) => ({
      'rpc.system': 'trpc',
      'rpc.method': method,
      ...more,
    });
    const body = exportOf(
      { 'service.name': 'nested' },
      spanOf('d1', { attributes: { ...stable, 'http.route': '/trpc' } }),
      spanOf('d2', { parent: 'd1', attributes: rpc('users.get') }),
      spanOf('d3', { parent: 'd1', attributes: rpc('users.list'), status: { code: 2 } }),
      spanOf('e1', { attributes: stable }),
      spanOf('e2', { parent: 'e1', attributes: stable }),
      spanOf('e3', {
        attributes: {
          'rpc.system': 'grpc',
          'rpc.service': 'shop.Cart',
          'rpc.method': 'Add',
          'rpc.grpc.status_code': 5,
        },
      }),
      spanOf('e4', { attributes: { ...stable, 'http.route': '', 'http.response.status_code': 404 } }),
    );
    expect(await post(body)).toEqual([200, {}]);
    const counts = (await endpointsOf('nested')).map(({ endpoint, trafficCount, errorRate }) => [
      endpoint,
      trafficCount,
      errorRate,
    ]);
    expect(counts.sort()).toEqual([
      ['POST /orders/{id}', 1, 0],
      ['POST /shop.Cart/Add', 1, 100],
      ['POST /trpc/users.get', 1, 0],
      ['POST /trpc/users.list', 1, 100],
      ['POST unmatched', 1, 100],
    ]);
  });

  it('keeps what is known of a trace up as its spans come in, the root last', async () => {
    const resource = (name: string) => ({ 'service.name': name });
    await post(
      exportOf(
        resource('back'),
        spanOf('f2', {
          parent: 'f1',
          trace: 'f',
          name: 'query',
          at: '2026-01-31T09:00:00.100Z',
          status: { code: 2 },
        }),
      ),
    );
    const traceId = 'f'.repeat(32);
    const read = () => database.db.trace.findUnique({ where: { traceId } });
    expect(await read()).toMatchObject({
      service: 'back',
      name: 'query',
      hasRoot: false,
      spanCount: 1,
      duration: 250,
    });
    await post(
      exportOf(
        resource('front'),
        spanOf('f1', { trace: 'f', name: 'GET /', attributes: old, millis: 1_000 }),
      ),
    );
    expect(await read()).toMatchObject({
      service: 'front',
      name: 'GET /',
      statusCode: 500,
      hasRoot: true,
      spanCount: 2,
      errorCount: 1,
      hasError: true,
      duration: 1_000,
      services: ['back', 'front'],
    });
  });

  it('says of a service what sends its spans, each process once', async () => {
    for (const [id, instance] of [
      ['71', 'pod-1'],
      ['72', 'pod-1'],
      ['73', 'pod-2'],
    ] as const)
      await post(
        exportOf(
          {
            'service.name': 'senders',
            'service.version': '2.0',
            'deployment.environment.name': 'prod',
            'service.instance.id': instance,
            'telemetry.sdk.name': 'opentelemetry',
            'telemetry.sdk.language': 'nodejs',
            'telemetry.sdk.version': '2.1.0',
          },
          spanOf(id),
        ),
      );
    const sdk = { name: 'opentelemetry-nodejs', version: '2.1.0' };
    const { body } = await api.call('/services/senders');
    expect(body.data).toMatchObject({ sdk, stages: ['prod'] });
    expect(
      (body.data.senders as { instance: string }[]).toSorted((a, b) => (a.instance < b.instance ? -1 : 1)),
    ).toMatchObject([
      { instance: 'pod-1', version: '2.0', stage: 'prod', sdk },
      { instance: 'pod-2', sdk },
    ]);
  });

  it('says which spans cannot be kept, and bounds those that can', async () => {
    const huge = 'x'.repeat(64 * 1024);
    const body = exportOf(
      { 'service.name': 'bounds' },
      { ...spanOf('a7'), traceId: '00'.repeat(16) },
      { ...spanOf('a8'), spanId: 'abcd' },
      { ...spanOf('a9'), startTimeUnixNano: '5' },
      spanOf('aa', {
        attributes: Object.fromEntries(Array.from({ length: 200 }, (_, n) => [`k${n}`, huge])),
      }),
      spanOf('ab', {
        attributes: { ...stable, note: huge, 'url.path': `/${huge}`, 'http.route': `/${huge}` },
      }),
    );
    const [status, answer] = (await post(body)) as [number, { partialSuccess: object }];
    expect([status, answer.partialSuccess]).toEqual([
      200,
      {
        rejectedSpans: '4',
        errorMessage: expect.stringMatching(
          /^4 spans cannot be kept: traceId: .*spanId: .*startTimeUnixNano: /,
        ),
      },
    ]);
    const [kept] = await database.db.span.findMany({ where: { service: 'bounds' } });
    expect(String((kept!.attributes as Attributes).note).length).toBe(8_193);
    expect(String((await snapshotsOf('bounds'))[0]!.path).length).toBeLessThanOrEqual(8_000);
  });

  it('counts spans of a service only while its SDK is silent', async () => {
    const service = 'both';
    const request = {
      timestamp: nanosToIso('2026-01-31T09:00:00Z'),
      method: 'GET',
      path: '/a',
      statusCode: 200,
    };
    const sdk = () =>
      api.send('POST', '/ingest/requests', { batchId: crypto.randomUUID(), service, requests: [request] });
    await post(exportOf({ 'service.name': service }, spanOf('b1', { attributes: stable })));
    expect((await sdk()).status).toBe(200);
    await post(exportOf({ 'service.name': service }, spanOf('b2', { attributes: stable })));
    const counted = (await endpointsOf(service)).map(({ endpoint, trafficCount }) => [
      endpoint,
      trafficCount,
    ]);
    expect(counted.sort()).toEqual([
      ['GET /a', 1],
      ['POST /orders/{id}', 1],
    ]);
    expect(await database.db.span.count({ where: { service } })).toBe(2);
    await database.db.service.update({
      where: { name: service },
      data: { requestSourceAt: new Date('2026-01-01') },
    });
    await post(exportOf({ 'service.name': service }, spanOf('b3', { attributes: stable })));
    expect(await endpointsOf(service)).toMatchObject([{}, { trafficCount: 2 }]);
  });
});

function nanosToIso(iso: string): string {
  return new Date(Number(nanos(iso).slice(0, -6))).toISOString();
}

it('makes attributes of every type', () => {
  expect([attribute('a', 1), attribute('b', ['x']), attribute('c', 'd')]).toEqual([
    { key: 'a', value: { intValue: '1' } },
    { key: 'b', value: { arrayValue: { values: [{ stringValue: 'x' }] } } },
    { key: 'c', value: { stringValue: 'd' } },
  ]);
});
