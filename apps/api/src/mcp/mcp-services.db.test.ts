import { scopes } from '@apiscope/core/access/schema';
import { mergeBatch } from '@apiscope/db/metrics/merge-batch';
import { createTestDb, type TestDb } from '@apiscope/db/testing/test-db';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportOf, spanOf } from '../otlp/testing/make-spans.ts';
import { type NodeServer, serveNode } from '../servers/node.ts';
import { makeKey } from '../testing/make-key.ts';
import { openMcpClient } from '../testing/open-mcp-client.ts';
import { openTestApp, type TestApp } from '../testing/open-test-app.ts';

const at = '2026-01-31T09:00:00Z';
const canary = 'canarymcpzq';
/** The trace of one request, and one of many spans. */
const [small, large] = ['a'.repeat(32), 'b'.repeat(32)];

let database: TestDb;
let api: TestApp;
let server: NodeServer;
let url: string;
let admin: string;
let agent: Awaited<ReturnType<typeof openMcpClient>>;

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const send = async (path: string, body: unknown) => {
  const headers = { ...bearer(admin), 'content-type': 'application/json' };
  const { status } = await api.call(path, { method: 'POST', headers, body: JSON.stringify(body) });
  expect([path, status]).toEqual([path, expect.toBeOneOf([200, 201])]);
};
const get = async (path: string) => (await api.call(path, { headers: bearer(admin) })).body;

beforeAll(async () => {
  database = await createTestDb();
  api = await openTestApp(database.url, { AUTH: 'on' });
  server = await serveNode(api.app, { host: '127.0.0.1', port: 0 });
  url = `http://127.0.0.1:${server.port}/mcp`;
  admin = await makeKey(database.db, ['admin']);
  const request = (consumer: string, statusCode: number) => ({
    timestamp: at,
    method: 'GET',
    path: '/pay',
    route: '/pay',
    statusCode,
    duration: 10,
    consumer,
    consumerName: `${consumer} Ltd`,
  });
  const batchId = '7d8ffb0a-6a35-4a5c-9f53-0a4d9b9f2c01';
  await send('/ingest/requests', {
    batchId,
    service: 'shop',
    requests: [request('acme', 200), request('acme', 500), request('beta', 200)],
  });
  await mergeBatch(database.db, { batchId, maxEndpoints: 100 });
  const attributes = {
    'db.query.text': `SELECT 1 WHERE token='${canary}'`,
    'app.password': canary,
    loyalty: 'loyalzq',
  };
  await send('/v1/traces', {
    ...exportOf(
      { 'service.name': 'shop' },
      spanOf('1', { trace: 'a', name: 'GET /pay', status: { code: 2, message: `password=${canary}` } }),
      spanOf('2', { trace: 'a', parent: '1', kind: 3, name: 'query', attributes }),
      spanOf('10', { trace: 'b', name: 'nightly' }),
      ...Array.from({ length: 80 }, (_, n) =>
        spanOf(String(n + 11), {
          trace: 'b',
          parent: '10',
          kind: 1,
          attributes: { note: 'x'.repeat(2_000) },
        }),
      ),
    ),
  });
  await send('/logs', { source: 'a', level: 'error', service: 'shop', message: 'declined', traceId: small });
  agent = await openMcpClient(url, bearer(await makeKey(database.db, ['read'])));
}, 120_000);
afterAll(async () => {
  await agent.close();
  await server.close(50);
  await api.close();
  await database.close();
});

describe('services, consumers and traces, asked by the official client', () => {
  it('are answered as REST answers them', async () => {
    for (const [tool, args, path] of [
      ['list_services', {}, '/services?'],
      ['list_services', { trafficCount__gte: 1, order_by: 'errorRate', order: 'desc' }, '/services?'],
      ['get_service', { name: 'shop' }, '/services/shop?'],
      ['list_consumers', { service: 'shop' }, '/consumers?'],
      ['list_consumers', { errorRate__gt: 0 }, '/consumers?'],
      ['get_consumer', { id: 'acme' }, '/consumers/acme?'],
      ['search_traces', { hasError__eq: true }, '/traces?'],
      ['search_traces', { search: 'nightly' }, '/traces?'],
      ['get_trace', { traceId: small }, `/traces/${small}?`],
    ] as const) {
      const { isError, text, data } = await agent.call(tool, args);
      expect([tool, args, isError ? text : 'answered']).toEqual([tool, args, 'answered']);
      const query = Object.entries(args).filter(
        ([name]) => !path.includes(`/${String(Object(args)[name])}?`),
      );
      const rest = await get(path + new URLSearchParams(query.map(([name, value]) => [name, String(value)])));
      expect(data).toEqual(rest.data);
    }
    const { data } = await agent.call('list_consumers', { errorRate__gt: 0 });
    expect(data).toMatchObject([{ id: 'acme', name: 'acme Ltd', service: 'shop', errorRate: 50 }]);
    const failed = await agent.call('search_traces', { hasError__eq: true });
    expect(failed.data).toMatchObject([{ traceId: small, spanCount: 2, errorCount: 1 }]);
    const trace = await agent.call('get_trace', { traceId: small });
    expect(trace.data).toMatchObject({
      spans: [{ name: 'GET /pay' }, { name: 'query', depth: 1 }],
      logs: [{ message: 'declined' }],
    });
  });

  it.each([
    ['list_services', { nmae__eq: 'shop' }, 'nmae__eq', 'unknown field nmae'],
    ['list_consumers', { errorRate__gt: 'x' }, 'errorRate__gt', 'number'],
    ['search_traces', { embedding__eq: 'x' }, 'embedding__eq', 'unknown field'],
    ['search_traces', { startDate: 'yesterday' }, 'startDate', 'ISO-8601'],
    ['get_trace', { traceId: 'xyz' }, 'traceId', '32 hexadecimal digits'],
    ['get_service', {}, 'name', 'string'],
  ])('%s refuses %j and names it', async (tool, args, path, reason) => {
    const { isError, text } = await agent.call(tool, args);
    expect([isError, JSON.parse(text)]).toMatchObject([
      true,
      { code: 'BAD_REQUEST', issues: [{ path, message: expect.stringContaining(reason) }] },
    ]);
  });

  it('say that there is no such thing', async () => {
    for (const [tool, args] of [
      ['get_service', { name: 'nowhere' }],
      ['get_consumer', { id: 'nobody' }],
      ['get_trace', { traceId: 'f'.repeat(32) }],
    ] as const)
      expect(JSON.parse((await agent.call(tool, args)).text)).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('give the first spans of a large trace whole, and say that there are more', async () => {
    const { data, note, text } = await agent.call('get_trace', { traceId: large });
    expect(data).toMatchObject({ spanCount: 81, spansAreCut: false });
    const spans = data.spans as { name: string; attributes: { note?: string } }[];
    expect([spans[0]!.name, spans[1]!.attributes.note?.length]).toEqual(['nightly', 2_000]);
    expect(spans.length).toBeGreaterThan(5);
    expect(spans.length).toBeLessThan(20);
    expect([note, text.length < 40_000]).toEqual([expect.stringContaining('spans'), true]);
  });

  it('show no secret, nor one that only a newer rule knows', async () => {
    const answers = async () =>
      JSON.stringify([
        await agent.call('get_trace', { traceId: small }),
        await agent.call('search_traces', { search: small }),
        await agent.call('get_consumer', { id: 'acme' }),
      ]);
    const before = await answers();
    expect([before.includes(canary), before.includes('loyalzq')]).toEqual([false, true]);
    const rules = { names: ['loyalty'], except: [], shapes: {} };
    const headers = { ...bearer(admin), 'content-type': 'application/json' };
    const set = await api.call('/redaction/rules', { method: 'PUT', headers, body: JSON.stringify(rules) });
    expect(set.status).toBe(200);
    expect((await answers()).includes('loyalzq')).toBe(false);
  });
});

it('every scope that may read is given them, over HTTP; others are refused at the door', async () => {
  const added = [
    'list_services',
    'get_service',
    'list_consumers',
    'get_consumer',
    'search_traces',
    'get_trace',
  ];
  for (const scope of scopes) {
    const headers = bearer(await makeKey(database.db, [scope]));
    if (scope === 'ingest') {
      await expect(openMcpClient(url, headers)).rejects.toThrow('this needs the scope read');
      continue;
    }
    const { client, call, close } = await openMcpClient(url, headers);
    const names = (await client.listTools()).tools.map(({ name }) => name);
    expect([scope, added.filter((name) => !names.includes(name))]).toEqual([scope, []]);
    expect([scope, (await call('list_services')).data.map(({ name }) => name)]).toEqual([
      scope,
      expect.arrayContaining(['shop']),
    ]);
    await close();
  }
  await expect(openMcpClient(url)).rejects.toThrow('send an API key');
});
