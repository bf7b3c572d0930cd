import { PassThrough } from 'node:stream';
import { createTestDb, type TestDb } from '@apiscope/db/testing/test-db';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { makeKey } from '../../testing/make-key.ts';
import { openTestApp, type TestApp } from '../../testing/open-test-app.ts';
import { parseEvents, type ServerSentEvent } from '../../testing/parse-events.ts';
import { createHandlers, type Handlers } from './create-handlers.ts';
import { sampleEvent } from './testing/sample-event.ts';

let database: TestDb;
let api: TestApp;
let handlers: Handlers;
let authorization: string;
beforeAll(async () => {
  database = await createTestDb();
  api = await openTestApp(database.url, { AUTH: 'on' });
  handlers = createHandlers(api.app, api.deps);
  authorization = `Bearer ${await makeKey(database.db, ['admin'])}`;
  vi.stubGlobal('awslambda', { HttpResponseStream: { from: describeStream } });
});
afterAll(async () => {
  vi.unstubAllGlobals();
  await api.close();
  await database.close();
});

type Answer = { statusCode: number; headers: Record<string, string>; cookies?: string[] };
const described = new WeakMap<object, Answer>();
/** What the runtime does: it writes status and headers before the first byte. */
function describeStream(stream: PassThrough, answer: Answer): PassThrough {
  described.set(stream, answer);
  return stream;
}

type Extra = Parameters<typeof sampleEvent>[2];
const eventOf = (method: string, path: string, extra: Extra = {}) =>
  sampleEvent(method, path, { ...extra, headers: { authorization, ...extra.headers } });

async function call(method: string, path: string, extra: Extra = {}) {
  const { statusCode, headers, body } = await handlers.buffered(eventOf(method, path, extra));
  return { statusCode, headers, body: JSON.parse(body!) };
}

function stream(path: string, { remainingMs = 60_000, ...extra }: Extra & { remainingMs?: number } = {}) {
  const to = new PassThrough();
  const ended = handlers.streaming(eventOf('GET', path, extra), to as never, {
    getRemainingTimeInMillis: () => remainingMs,
  });
  const web = PassThrough.toWeb(to).readable as ReadableStream<Uint8Array>;
  return { to, ended, answer: () => described.get(to)!, events: parseEvents(web), web };
}

const take = async (events: AsyncGenerator<ServerSentEvent>, count: number) => {
  const taken: ServerSentEvent[] = [];
  while (taken.length < count) taken.push((await events.next()).value as ServerSentEvent);
  return taken;
};
const post = (message: string) =>
  call('POST', '/logs', { body: JSON.stringify({ source: 's', level: 'info', message, service: 'l' }) });

describe('a function behind API Gateway', () => {
  it('creates, lists with filters, misses in the envelope, and has the document', async () => {
    const created = await call('POST', '/api/v1/users', { body: JSON.stringify({ name: 'Ada', age: 36 }) });
    expect([created.statusCode, created.body.data.name]).toEqual([201, 'Ada']);
    await call('POST', '/api/v1/users', { body: JSON.stringify({ name: 'Bob', age: 17 }) });
    const listed = await call('GET', '/api/v1/users', { query: 'age__gte=18&name__in=Ada,Bob' });
    expect(listed.body.data.map(({ name }: { name: string }) => name)).toEqual(['Ada']);
    expect(await call('GET', '/api/v1/users/999999')).toMatchObject({
      statusCode: 404,
      body: { data: null, error: { code: 'NOT_FOUND' }, metadata: null },
    });
    expect((await call('GET', '/doc')).body.openapi).toMatch(/^3\.1/);
  });

  it('has what it captured in the database when it ends, from whom the platform saw', async () => {
    const { headers } = await call('GET', '/api/v1/users', { query: 'name__eq=captured' });
    const id = String(headers!['x-request-id']);
    const [row] = await database.db.$queryRaw<{ country: string; status: number }[]>`
      SELECT geo_country AS country, status_code AS status FROM request_snapshots WHERE request_id = ${id}`;
    // 5.9.0.1, which the header claims, is in Germany.
    expect(row).toEqual({ country: 'US', status: 200 });
    const [counted] = await database.db.$queryRaw<{ samples: number; logs: number }[]>`
      SELECT (SELECT sum(sample_count)::int FROM metric_batches) AS samples,
             (SELECT count(*)::int FROM logs WHERE request_id = ${id}) AS logs`;
    expect(counted).toEqual({ samples: 5, logs: 1 });
  });

  it('refuses streams, addresses that are none, and callers who show nothing', async () => {
    expect((await call('GET', '/logs/stream')).statusCode).toBe(501);
    expect((await call('GET', '/', { headers: { host: 'a b' } })).statusCode).toBe(400);
    expect((await call('GET', '/logs', { headers: { authorization: '' } })).statusCode).toBe(401);
  });
});

describe('a function whose address streams', () => {
  it('follows logs, ends before the platform would, and goes on after Last-Event-ID with exactly the rest', async () => {
    const first = stream('/logs/stream', { query: 'service__eq=l', remainingMs: 8_000 + 3_000 });
    const [, start] = await take(first.events, 2);
    expect(first.answer()).toMatchObject({
      statusCode: 200,
      headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-cache, no-transform' },
    });
    await post('one');
    const [one] = await take(first.events, 1);
    expect(JSON.parse(one!.data!).message).toBe('one');
    const rest: ServerSentEvent[] = [];
    for await (const event of first.events) rest.push(event);
    expect(rest).toEqual([{ event: null, id: null, data: null, comment: null }]);
    await first.ended;
    for (const message of ['two', 'three']) await post(message);
    const second = stream('/logs/stream', { query: 'service__eq=l', headers: { 'last-event-id': one!.id! } });
    const resumed = (await take(second.events, 4)).flatMap(({ data }) =>
      data ? JSON.parse(data).message : [],
    );
    expect([start!.id === one!.id, resumed]).toEqual([false, ['two', 'three']]);
    second.to.destroy();
    await second.ended;
  }, 60_000);

  it('ends when its reader goes away, and lets the feed go', async () => {
    const { to, events, ended } = stream('/logs/stream');
    await take(events, 2);
    // The test before may still be letting its own go.
    await vi.waitFor(() => expect(api.deps.hub.logs.clients).toBe(1));
    to.destroy();
    await ended;
    await vi.waitFor(() => expect(api.deps.hub.logs.clients).toBe(0));
  });

  it('ends a subscription of tRPC between two events, so that its client goes on', async () => {
    const input = encodeURIComponent(JSON.stringify({ service__eq: 'l' }));
    const { web, ended } = stream('/trpc/logs.stream', {
      query: `input=${input}`,
      remainingMs: 8_000 + 1_500,
    });
    const text = await new Response(web).text();
    await ended;
    expect(text.endsWith('\n\nretry: 1000\n\n')).toBe(true);
    expect(text).not.toContain('event: return');
  }, 30_000);

  it('gives any other answer as it comes, with its cookies apart', async () => {
    const { to, ended, answer } = stream('/api/v1/users', { query: 'limit=1' });
    const chunks: Buffer[] = [];
    to.on('data', (chunk: Buffer) => chunks.push(chunk));
    await ended;
    expect([answer().statusCode, JSON.parse(Buffer.concat(chunks).toString()).error]).toEqual([200, null]);
  });
});
