import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { ReplayPreview, ReplayRun } from '@apiscope/core/replay/run-schema';
import { insertSnapshots, type NewSnapshot } from '@apiscope/db/replay/insert-snapshots';
import { makeSnapshot } from '@apiscope/db/testing/make-snapshot';
import { createTestDb, type TestDb } from '@apiscope/db/testing/test-db';
import { openStub, type Stub } from '@apiscope/replay/testing/open-stub';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Answer, openTestApp, type TestApp } from '../testing/open-test-app.ts';

let database: TestDb;
let api: TestApp;
let stub: Stub;
beforeAll(async () => {
  database = await createTestDb();
  api = await openTestApp(database.url);
  stub = await openStub();
  await addTarget('shop', 'staging', stub.origin);
});
beforeEach(() => {
  stub.received = [];
  stub.answer = () => ({ headers: json, body: '{"id":7,"state":"open"}' });
});
afterAll(async () => {
  await api.close();
  await database.close();
  // Last, for it tells what should not have been sent.
  await stub.close();
});

const json = { 'content-type': 'application/json' };
const jsonInfo = { contentType: 'application/json', size: null, truncated: false, omitted: null };

async function addTarget(
  service: string,
  name: string,
  baseUrl: string,
  { lock = 'none', cidrs = ['loopback'] } = {},
) {
  await database.db.$executeRaw`
    INSERT INTO replay_targets (service, name, base_url, allowed_cidrs, lock) VALUES (${service}, ${name}, ${baseUrl}, ${cidrs}, ${lock})`;
}

/** Captures a GET of /orders/7 that was answered with 200, or what `over` says; answers its id. */
async function capture(over: Partial<NewSnapshot> = {}): Promise<number> {
  await insertSnapshots(database.db, [
    makeSnapshot({
      method: 'GET',
      endpoint: 'GET /orders/{id}',
      query: {},
      headers: { accept: 'application/json', authorization: '[redacted]' },
      body: null,
      bodyInfo: null,
      statusCode: 200,
      responseHeaders: json,
      responseBody: '{"id":7,"state":"open"}',
      responseBodyInfo: jsonInfo,
      redactedPaths: ['headers.authorization'],
      ...over,
    }),
  ]);
  const [{ id }] = (await database.db.$queryRaw`SELECT max(id) AS id FROM request_snapshots`) as [
    { id: bigint },
  ];
  return Number(id);
}
const post = (path: string, body: object = {}) => api.send('POST', path, body);
const replay = (id: number, body: object = {}) => post(`/replay/${id}/replay`, body);
const runOf = (answer: Answer) => answer.body.data as unknown as ReplayRun;
const previewOf = (answer: Answer) => answer.body.data as unknown as ReplayPreview;
const runsOf = async (id: number) =>
  (await api.call(`/replay/${id}/runs`)).body.data as unknown as ReplayRun[];

describe('POST /replay/{id}/replay', () => {
  it('sends it to the only target, stores what came back, and says where that differs', async () => {
    const id = await capture({ query: { tag: ['b', 'a', 'b'], q: 'ü &' } });
    stub.answer = () => ({ headers: { ...json, 'x-request-id': '1' }, body: '{"state":"closed","id":7}' });
    const answer = await replay(id);
    expect(answer.status).toBe(201);
    const run = runOf(answer);
    expect(run).toMatchObject({
      snapshotId: id,
      status: 'done',
      target: 'staging',
      actor: 'anonymous',
      method: 'GET',
      address: '127.0.0.1',
      statusCode: 200,
      equal: false,
      responseBody: { state: 'closed', id: 7 },
      diff: {
        compared: 'json',
        changes: [{ path: 'body.state', kind: 'changed', before: 'open', after: 'closed' }],
      },
    });
    expect(run.timing?.total).toBeGreaterThan(0);
    expect(new URL(`http://x${stub.received[0]!.url}`).searchParams.getAll('tag')).toEqual(['b', 'a', 'b']);
    expect(new URL(`http://x${stub.received[0]!.url}`).searchParams.get('q')).toBe('ü &');
    expect(runOf(await api.call(`/replay/runs/${run.id}`))).toEqual(run);
    expect(await runsOf(id)).toEqual([run]);
    expect(runOf(await replay(id, { ignore: ['body.state'] })).equal).toBe(true);
  });

  it('takes headers, query and body of the operator, whose secrets are sent but never kept', async () => {
    const id = await capture({
      method: 'POST',
      headers: { ...json, authorization: '[redacted]', 'x-one': '1', 'x-two': '2' },
      query: { token: '[redacted]', page: '1' },
      body: '{"card":{"number":"[redacted]"},"n":1.0}',
      bodyInfo: jsonInfo,
      redactedPaths: ['headers.authorization', 'query.token', 'body.card.number'],
    });
    const given = {
      headers: { 'X-Api-Key': 'fresh-secret', 'x-one': null },
      query: { page: ['2', '3'], secret: 'hush-hush' },
      body: { card: { number: '4111 1111 1111 1111' } },
      confirm: true,
    };
    stub.answer = () => ({
      headers: { ...json, 'set-cookie': ['a=fresh-secret', 'b=2'] },
      body: '{"token":"fresh-secret"}',
    });
    const run = runOf(await replay(id, given));
    const [sent] = stub.received;
    expect(sent?.url).toBe('/orders/7?page=2&page=3&secret=hush-hush');
    expect(sent?.headers).toMatchObject({
      'x-api-key': 'fresh-secret',
      'x-two': '2',
      'content-type': 'application/json',
    });
    expect(sent?.headers).not.toHaveProperty('x-one');
    expect(sent?.headers['idempotency-key']).toBe(run.idempotencyKey);
    expect(JSON.parse(sent!.body)).toEqual(given.body);
    const stored = JSON.stringify(
      await database.db.$queryRaw`SELECT to_jsonb(r) AS row FROM replay_runs r WHERE id = ${run.id}`,
    );
    expect(stored).not.toMatch(/fresh-secret|hush-hush|4111/);
    expect(run.overrides).toEqual({
      headers: { 'X-Api-Key': '[redacted]', 'x-one': null },
      query: { page: ['2', '3'], secret: '[redacted]' },
      body: { card: { number: '[redacted]' } },
      confirm: true,
    });
  });

  it('asks for confirm before it changes anything, and stores that it refused', async () => {
    const id = await capture({ method: 'DELETE' });
    const refused = await replay(id);
    expect(refused.status).toBe(400);
    expect(refused.body.error).toMatchObject({ code: 'BAD_REQUEST', issues: [{ path: 'confirm' }] });
    expect(refused.body.error!.message).toMatch(/confirm/);
    expect(stub.received).toEqual([]);
    expect(await runsOf(id)).toMatchObject([
      { status: 'refused', error: expect.stringMatching(/confirm/), equal: null },
    ]);
    expect((await replay(id, { confirm: true })).status).toBe(201);
    expect(stub.received[0]?.method).toBe('DELETE');
  });

  it('refuses what is never replayed, what has no place to go, and addresses that nobody allowed', async () => {
    await addTarget('inner', 'metadata', 'http://169.254.169.254', { cidrs: [] });
    await addTarget('inner', 'loopback', stub.origin, { cidrs: [] });
    await addTarget('locked', 'live', stub.origin, { lock: 'all' });
    const inner = await capture({ service: 'inner' });
    const cases: [number, object, number, RegExp][] = [
      [await capture({ path: '/%72eplay/7/replay' }), {}, 403, /\/replay is never replayed/],
      [await capture({ path: '//evil.example/x' }), {}, 403, /two slashes/],
      [await capture({ service: 'nowhere' }), {}, 400, /nowhere has none: .*POST \/targets/],
      [await capture(), { target: 'live' }, 400, /no target "live"/],
      [inner, {}, 400, /name one of .*: loopback, metadata/],
      [inner, { target: 'metadata' }, 403, /metadata/],
      [inner, { target: 'loopback' }, 403, /loopback/],
      [await capture({ service: 'locked' }), {}, 403, /locked/],
      [await capture(), { headers: { host: 'evil' } }, 400, /host/],
    ];
    for (const [id, body, status, message] of cases) {
      const answer = await replay(id, body);
      expect([answer.status, answer.body.error?.message]).toEqual([status, expect.stringMatching(message)]);
      expect((await runsOf(id))[0]).toMatchObject({
        status: 'refused',
        error: expect.stringMatching(message),
      });
    }
    expect(stub.received).toEqual([]);
    expect((await replay(999_999)).status).toBe(404);
    expect((await replay(inner, { unknown: 1 })).body.error?.message).toMatch(/unknown/);
  });

  it('has a connection that is refused as a result', async () => {
    const free = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => free.once('listening', resolve));
    const { port } = free.address() as AddressInfo;
    await new Promise((resolve) => free.close(resolve));
    await addTarget('down', 'gone', `http://127.0.0.1:${port}`);
    const answer = await replay(await capture({ service: 'down' }));
    expect(answer.status).toBe(201);
    expect(runOf(answer)).toMatchObject({
      status: 'failed',
      error: expect.stringMatching(/refused/),
      statusCode: null,
      diff: null,
      equal: null,
    });
  });

  it('reads compressed answers, hashes bytes, keeps the beginning of long texts, and does not follow redirects', async () => {
    const id = await capture();
    stub.answer = () => ({
      headers: { ...json, 'content-encoding': 'gzip' },
      body: gzipSync('{"id":7,"state":"open"}'),
    });
    expect(runOf(await replay(id, { ignore: ['headers.content-encoding'] })).equal).toBe(true);
    stub.answer = () => ({ headers: { 'content-type': 'image/png' }, body: new Uint8Array([1, 2, 3]) });
    const image = runOf(await replay(id));
    expect(image.responseBodyInfo).toEqual({
      contentType: 'image/png',
      size: 3,
      truncated: false,
      omitted: 'binary',
      sha256: '039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81',
    });
    stub.answer = () => ({ headers: { 'content-type': 'text/plain' }, body: 'é'.repeat(50_000) });
    const long = runOf(await replay(id));
    expect(long.responseBodyInfo).toMatchObject({ size: 100_000, truncated: true });
    expect(long.responseBody).toBe('é'.repeat(32_768));
    stub.answer = () => ({ status: 302, headers: { location: `${stub.origin}/elsewhere` } });
    expect(runOf(await replay(id))).toMatchObject({ statusCode: 302 });
    expect(stub.received.map(({ url }) => url)).not.toContain('/elsewhere');
  });
});

describe('what comes in a strange shape', () => {
  it('is no body of HEAD, although its headers tell of one', async () => {
    const told = { ...json, 'content-length': '23' };
    const head = { method: 'HEAD', responseHeaders: told, responseBody: null, responseBodyInfo: null };
    const id = await capture(head);
    stub.answer = () => ({ headers: told });
    expect(runOf(await replay(id))).toMatchObject({
      equal: true,
      responseBody: null,
      diff: { compared: 'hash' },
    });
    stub.answer = () => ({ headers: { ...told, 'content-length': '24' } });
    expect(runOf(await replay(id)).diff?.changes).toMatchObject([{ path: 'size', before: 23, after: 24 }]);
  });

  it('is stored and shown without characters that PostgreSQL cannot hold', async () => {
    const id = await capture({ responseBody: '{"a\\u0000":"\\u0000","same":1}' });
    stub.answer = () => ({ headers: json, body: '{"a\\u0000":"\\ud800","same":1}' });
    expect(runOf(await replay(id)).diff).toMatchObject({
      changes: [{ path: 'body.a\uFFFD', kind: 'changed', before: '\uFFFD', after: '\uFFFD' }],
    });
    for (const [body, status] of [
      [{ target: 'a\0' }, 400],
      [{ target: 'a\ud800' }, 400],
      [{ headers: { 'a\0': 'b' } }, 400],
      [{ headers: { a: 'b\0' } }, 400],
      [{ query: { 'a\0': '\0' }, body: { '\0': '\ud800' } }, 201],
      [{ body: 'x'.repeat(1_000_001) }, 400],
    ] as const)
      expect([body, (await replay(id, body)).status]).toEqual([body, status]);
  });
});

describe('headers of a target', () => {
  it('are sent, before captured and after given ones, and shown nowhere', async () => {
    const key = new Uint8Array(32).fill(7);
    const sealed = await openTestApp(database.url, { APISCOPE_SECRET_KEY: key });
    const secret = 'of-the-target';
    await sealed.send('POST', '/targets', {
      service: 'sealed',
      name: 'stage',
      baseUrl: `${stub.origin}/base/`,
      allowedCidrs: ['loopback'],
      headers: { 'X-Tenant': secret, 'X-Plain': secret, Authorization: `Key ${secret}` },
    });
    const id = await capture({ service: 'sealed', headers: { 'x-tenant': 'captured' } });
    const answer = await sealed.send('POST', `/replay/${id}/replay`, { headers: { 'x-plain': 'given' } });
    const preview = await sealed.send('POST', `/replay/${id}/preview`, {});
    await sealed.close();
    expect(stub.received).toMatchObject([
      {
        url: '/base/orders/7',
        headers: { 'x-tenant': secret, 'x-plain': 'given', authorization: `Key ${secret}` },
      },
    ]);
    expect(answer.status).toBe(201);
    expect(runOf(answer).requestHeaders).toMatchObject({ 'x-tenant': '[redacted]' });
    const rows = await database.db
      .$queryRaw`SELECT to_jsonb(r) AS row FROM replay_runs r WHERE snapshot_id = ${id}`;
    expect(JSON.stringify([answer.body, preview.body, rows])).not.toContain(secret);
    // The key is missing here.
    const refused = await replay(id);
    expect([refused.status, refused.body.error?.message]).toEqual([
      503,
      expect.stringMatching(/APISCOPE_SECRET_KEY/),
    ]);
  });
});

describe('beside it', () => {
  it('previews what would be sent, and sends nothing', async () => {
    const id = await capture({
      method: 'PUT',
      query: { token: '[redacted]' },
      body: '{"a":1}',
      bodyInfo: jsonInfo,
      redactedPaths: ['headers.authorization', 'query.token'],
    });
    expect(previewOf(await post(`/replay/${id}/preview`, { headers: { 'x-a': 'b' } }))).toMatchObject({
      target: 'staging',
      isInProcess: false,
      method: 'PUT',
      url: `${stub.origin}/orders/7`,
      headers: { 'x-a': 'b', 'content-type': 'application/json' },
      body: '{"a":1}',
      needsValue: ['headers.authorization', 'query.token'],
      needsConfirm: true,
      refusal: null,
    });
    const blocked = await capture({ path: '/worker/jobs' });
    expect(previewOf(await post(`/replay/${blocked}/preview`))).toMatchObject({
      url: null,
      refusal: { code: 'FORBIDDEN', reason: '/worker is never replayed' },
    });
    expect(stub.received).toEqual([]);
    expect(await runsOf(id)).toEqual([]);
    expect((await post('/replay/999999/preview')).status).toBe(404);
  });

  it('repeats a replay with its overrides, but for secrets and confirm', async () => {
    const id = await capture({ method: 'PATCH' });
    const first = runOf(
      await replay(id, {
        headers: { 'x-a': '1', 'x-token': 'abc-secret' },
        query: { q: '1' },
        confirm: true,
      }),
    );
    const again = (body: object = {}) => post(`/replay/runs/${first.id}/rerun`, body);
    expect((await again()).body.error?.message).toMatch(/x-token still holds/);
    expect((await again({ headers: { 'X-Token': 'new' } })).body.error?.message).toMatch(/confirm/);
    const second = runOf(await again({ headers: { 'X-Token': 'new' }, confirm: true }));
    expect(second).toMatchObject({ snapshotId: id, target: 'staging', status: 'done' });
    expect(second.idempotencyKey).not.toBe(first.idempotencyKey);
    const [one, other] = stub.received;
    expect(other?.url).toBe(one?.url);
    expect(other?.headers).toMatchObject({ 'x-a': '1', 'x-token': 'new' });
    expect((await post('/replay/runs/999999/rerun')).status).toBe(404);
  });

  it('compares any two replays', async () => {
    const before = runOf(await replay(await capture()));
    stub.answer = () => ({ status: 201, headers: json, body: '{"id":8}' });
    const after = runOf(await replay(await capture()));
    const compare = (query: string) => api.call(`/replay/runs/compare?before=${before.id}&${query}`);
    const { body } = await compare(`after=${after.id}`);
    expect(body.data).toMatchObject({
      before: { id: before.id },
      after: { id: after.id },
      diff: {
        equal: false,
        changes: [
          { path: 'status' },
          { path: 'body.id', before: 7, after: 8 },
          { path: 'body.state', kind: 'removed' },
        ],
      },
    });
    expect((await compare(`after=${after.id}&ignore=status,body.**`)).body.data).toMatchObject({
      diff: { equal: true },
    });
    expect((await compare('after=999999')).status).toBe(404);
    expect((await compare('after=x')).status).toBe(400);
  });
});

describe('Apiscope’s own requests', () => {
  it('are replayed in process, and neither they nor what a service reports of replays is counted', async () => {
    const ada = JSON.stringify({ name: 'Ada', age: 36 });
    const headers = { ...json, 'content-length': String(ada.length) };
    await api.call('/api/v1/users', { method: 'POST', headers, body: ada });
    await api.call('/api/v1/users?name__like=Ada');
    const captured = async () => {
      await api.deps.batchers.snapshots.flush();
      return (await api.call('/replay?service=apiscope&order_by=id&order=asc')).body;
    };
    // A snapshot is made after its request has been answered.
    await expect.poll(async () => (await captured()).metadata.total).toBe(2);
    const [created, listed] = (await captured()).data.map(({ id }) => id as number);
    const run = runOf(await replay(listed!));
    expect(run).toMatchObject({ status: 'done', target: null, address: null, equal: true, statusCode: 200 });
    expect(run.url).toBe('http://localhost/api/v1/users?name__like=Ada');
    expect(runOf(await replay(created!, { confirm: true }))).toMatchObject({
      statusCode: 201,
      diff: {
        changes: [
          { path: 'body.data.id' },
          { path: 'body.data.created_at' },
          { path: 'body.data.updated_at' },
        ],
      },
    });
    await api.call('/api/v1/users?name__like=Grace');
    await expect.poll(async () => (await captured()).metadata.total).toBe(3);

    const request = { timestamp: new Date().toISOString(), method: 'GET', path: '/', statusCode: 200 };
    const reported = await post('/ingest/requests', {
      batchId: '7d8ffb0a-6a35-4a5c-9f53-0a4d9b9f2c08',
      service: 'reporter',
      requests: [request, { ...request, headers: { 'X-Apiscope-Replay': '1' } }],
    });
    expect(reported.body.data).toEqual({ accepted: 1, duplicate: false });
  });
});
