import { insertSnapshots } from '@apiscope/db/replay/insert-snapshots';
import { makeSnapshot } from '@apiscope/db/testing/make-snapshot';
import { createTestDb, type TestDb } from '@apiscope/db/testing/test-db';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestApp, type TestApp } from '../testing/open-test-app.ts';

let database: TestDb;
let api: TestApp;
const at = Date.UTC(2026, 1, 3, 12);

beforeAll(async () => {
  database = await createTestDb();
  api = await openTestApp(database.url);
  const get = { method: 'GET', endpoint: 'GET /orders/{id}', body: null, bodyInfo: null, redactedPaths: [] };
  await insertSnapshots(database.db, [
    ...[1, 2, 3].map((n) => makeSnapshot({ ...get, path: `/orders/${n}`, timestamp: at + n })),
    makeSnapshot({
      ...get,
      path: '/orders/9',
      headers: { authorization: '[redacted]' },
      redactedPaths: ['headers.authorization'],
      timestamp: at + 9,
    }),
    makeSnapshot({ ...get, endpoint: 'GET /replay', path: '/%72eplay', timestamp: at + 10 }),
    makeSnapshot({ timestamp: at + 11, redactedPaths: [] }),
    makeSnapshot({ ...get, service: 'apiscope', timestamp: at }),
  ]);
  await database.db.$executeRaw`
    INSERT INTO replay_targets (service, name, base_url, allowed_cidrs)
    VALUES ('shop', 'staging', 'http://127.0.0.1:9', '{127.0.0.0/8}')`;
});
afterAll(async () => {
  await api.close();
  await database.close();
});

const create = async (input: object) => {
  const { status, body } = await api.send('POST', '/replay/sets', { service: 'shop', ...input });
  expect({ status, error: body.error }).toEqual({ status: 201, error: null });
  return body.data as unknown as Record<string, unknown> & { id: number };
};

describe('replay sets', () => {
  it('are made, listed, changed and deleted', async () => {
    const set = await create({
      name: 'orders',
      filter: 'endpoint__eq=GET+/orders/{id}&order=asc',
      ignoredPaths: ['body.at'],
    });
    expect(set).toMatchObject({
      service: 'shop',
      filter: { endpoint__eq: 'GET /orders/{id}', order: 'asc' },
      target: null,
      maxRequests: 100,
      concurrency: 4,
      rateLimit: 10,
      confirm: false,
      ignoredPaths: ['body.at'],
      noisePaths: [],
      learnedAt: null,
    });
    expect(await api.send('POST', '/replay/sets', { name: 'orders', service: 'shop' })).toMatchObject({
      status: 409,
      body: { error: { message: 'name: there is a replay set “orders” already' } },
    });
    expect((await api.call(`/replay/sets/${set.id}`)).body.data).toEqual(set);
    expect((await api.call('/replay/sets?service__eq=shop')).body.data).toEqual([set]);
    const changed = await api.send('PATCH', `/replay/sets/${set.id}`, {
      noisePaths: ['headers.etag'],
      concurrency: 32,
    });
    expect(changed.body.data).toMatchObject({
      noisePaths: ['headers.etag'],
      concurrency: 32,
      name: 'orders',
    });
    expect(await (await api.app.request('/replay/sets/export')).text()).toContain('orders');
    expect((await api.call(`/replay/sets/${set.id}`, { method: 'DELETE' })).status).toBe(200);
    expect((await api.call(`/replay/sets/${set.id}`)).status).toBe(404);
    expect((await api.call(`/replay/sets/${set.id}`, { method: 'DELETE' })).status).toBe(404);
  });

  it('take filter, range and service of a saved view of requests, and of no other', async () => {
    const view = {
      name: 'orders',
      resource: 'snapshots',
      service: 'shop',
      range: '7d',
      filter: 'statusCode__lt=300',
    };
    const { body } = await api.send('POST', '/views', view);
    const made = await api.send('POST', '/replay/sets', { name: 'from a view', view: body.data.id });
    expect(made.body.data).toMatchObject({ service: 'shop', range: '7d', filter: { statusCode__lt: 300 } });
    const logs = await api.send('POST', '/views', { name: 'lines', resource: 'logs' });
    expect(await api.send('POST', '/replay/sets', { name: 'x', view: logs.body.data.id })).toMatchObject({
      status: 400,
      body: { error: { issues: [{ path: 'view', message: '“lines” lists logs, not captured requests' }] } },
    });
    expect((await api.send('POST', '/replay/sets', { name: 'x', view: 4_711 })).status).toBe(404);
  });

  it.each([
    [{ filter: 'nope__eq=1' }, 'filter.nope__eq'],
    [{ filter: 'limit=1' }, 'filter.limit'],
    [{ concurrency: 33 }, 'concurrency'],
    [{ concurrency: 0 }, 'concurrency'],
    [{ rateLimit: 0 }, 'rateLimit'],
    [{ maxRequests: 10_001 }, 'maxRequests'],
    [{ ignoredPaths: [''] }, 'ignoredPaths.0'],
    [{ service: undefined }, 'service'],
    [{ nope: 1 }, 'nope'],
  ])('are refused when they hold %j', async (input, path) => {
    const { status, body } = await api.send('POST', '/replay/sets', {
      name: 'bad',
      service: 'shop',
      ...input,
    });
    expect({ status, named: body.error?.issues?.map((issue) => issue.path) }).toEqual({
      status: 400,
      named: [path],
    });
  });

  it('tell before a run what it would send, what it would refuse and why, and what lacks a value', async () => {
    const { id } = await create({ name: 'counted' });
    const { body } = await api.call(`/replay/sets/${id}/count`, { method: 'POST' });
    expect(body.data).toMatchObject({
      matching: 6,
      matchingIsCapped: false,
      selected: 6,
      target: 'staging',
      sendable: 4,
      refused: 2,
      needsValue: 1,
      values: [{ path: 'headers.authorization', count: 1 }],
    });
    const reasons = body.data.reasons as { reason: string; count: number }[];
    expect(reasons.map(({ reason }) => reason).join()).toMatch(/confirm/);
    const preview = await api.send('POST', '/replay/sets/count', { service: 'shop' });
    expect(preview.body.data).toEqual(body.data);
    await api.send('PATCH', `/replay/sets/${id}`, { confirm: true, maxRequests: 5 });
    const confirmed = await api.call(`/replay/sets/${id}/count`, { method: 'POST' });
    expect(confirmed.body.data).toMatchObject({ matching: 6, selected: 5, refused: 1 });
  });
});

describe('runs of a replay set', () => {
  it('are started as a job, steered, listed with their requests, and hidden with the set', async () => {
    const { id } = await create({ name: 'run', filter: { endpoint__eq: 'GET /orders/{id}' } });
    const started = await api.call(`/replay/sets/${id}/runs`, { method: 'POST' });
    expect(started.status).toBe(201);
    const run = started.body.data as unknown as Record<string, unknown> & { id: number };
    expect(run).toMatchObject({
      setId: id,
      kind: 'check',
      status: 'queued',
      total: 4,
      done: 0,
      target: 'staging',
      verdict: null,
      isWaiting: true,
    });
    const jobs = await api.call('/worker/jobs?task__eq=replay_set');
    expect(jobs.body.data).toMatchObject([{ payload: { setRunId: run.id }, jobKey: `replay_set:${run.id}` }]);

    const path = `/replay/sets/runs/${run.id}`;
    expect((await api.call(path)).body.data).toMatchObject({
      id: run.id,
      report: null,
      counts: { pending: 4 },
    });
    expect((await api.call(`/replay/sets/${id}/runs?status__eq=queued`)).body.data).toMatchObject([
      { id: run.id },
    ]);
    expect((await api.call(`${path}/sends?limit=2`)).body).toMatchObject({
      data: [{ status: 'pending', path: '/orders/9' }, { path: '/orders/3' }],
      metadata: { total: 4 },
    });
    expect((await api.call(`${path}/resume`, { method: 'POST' })).status).toBe(409);
    expect((await api.call(`${path}/pause`, { method: 'POST' })).body.data).toMatchObject({
      status: 'paused',
    });
    expect((await api.call(`${path}/resume`, { method: 'POST' })).body.data).toMatchObject({
      status: 'queued',
    });
    expect((await api.call(`${path}/cancel`, { method: 'POST' })).body.data).toMatchObject({
      status: 'cancelled',
    });
    expect((await api.call(path)).body.data).toMatchObject({
      report: {
        set: { name: 'run', service: 'shop' },
        verdict: null,
        total: 4,
        requests: [{ status: 'pending', pass: 1 }, {}, {}, {}],
      },
    });
    await api.call(`/replay/sets/${id}`, { method: 'DELETE' });
    for (const gone of [path, `${path}/sends`, `/replay/sets/${id}/runs`])
      expect((await api.call(gone)).status).toBe(404);
  });

  it('learn with every request twice', async () => {
    const { id } = await create({
      name: 'learning',
      filter: { endpoint__eq: 'GET /orders/{id}' },
      noisePaths: ['body.x'],
    });
    const { body } = await api.call(`/replay/sets/${id}/learn`, { method: 'POST' });
    expect(body.data).toMatchObject({ kind: 'learn', total: 8, ignored: [] });
  });

  it.each([
    ['a target that is none', { service: 'shop' }, { target: 'prod' }, 'target', /shop has no target "prod"/],
    ['a service without one', { service: 'cart' }, {}, 'target', /cart has none/],
    [
      'requests of Apiscope itself',
      { service: 'apiscope' },
      {},
      'target',
      /in process one at a time only.*needs a target/,
    ],
    [
      'a filter that nothing passes',
      { service: 'shop', filter: 'path__eq=/nowhere' },
      {},
      'filter',
      /no request of shop/,
    ],
  ])('are refused for %s', async (what, input, start, path, message) => {
    const { id } = await create({ name: what, ...input });
    const { status, body } = await api.send('POST', `/replay/sets/${id}/runs`, start);
    expect(status).toBe(400);
    expect(body.error?.issues).toMatchObject([{ path, message: expect.stringMatching(message) }]);
  });
});
