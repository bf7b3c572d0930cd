import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeKey } from '../../apps/api/src/testing/make-key.ts';
import { createTestDb, type TestDb } from '../../packages/db/src/testing/test-db.ts';
import { placeHeader, startWorkerd, type Workerd } from '../testing/workerd.ts';
import { bundleRole } from './bundle-role.ts';
import { roles } from './roles.ts';

const root = join(import.meta.dirname, '../..');
/** What the platform takes at most, compressed, on its paid plan. */
const mostBytes = 10 * 1024 * 1024;
const texts = {
  APISCOPE_SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
  PUBLIC_URL: 'https://apiscope.example.com',
};

/** A port where nobody listens. */
const nowhere = 'postgresql://nobody@127.0.0.1:1/nothing';

let folder: string;
let database: TestDb;
let workerd: Workerd;
let authorization: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'apiscope-edge-'));
  database = await createTestDb();
  await bundleRole(root, roles.edge, folder);
  workerd = await startWorkerd(folder, join(root, 'deploy/wrangler.jsonc'), {
    edge: { texts, hyperdrive: database.url },
    away: { texts, hyperdrive: nowhere },
    direct: { texts: { ...texts, DATABASE_URL: nowhere } },
  });
  authorization = `Bearer ${await makeKey(database.db, ['admin', 'ingest', 'operate', 'read'])}`;
}, 300_000);
afterAll(async () => {
  await workerd?.stop();
  await database?.close();
  await rm(folder, { recursive: true });
}, 60_000);

type Asked = { method?: string; headers?: Record<string, string>; body?: BodyInit | null; from?: string };
/** Asks as whoever has the key. */
async function ask(path: string, { from = 'edge', headers, ...init }: Asked = {}) {
  const answer = await fetch(workerd.origins[from] + path, {
    ...init,
    headers: { authorization, ...headers },
  });
  const text = await answer.text();
  const isJson = answer.headers.get('content-type')?.startsWith('application/json');
  return { status: answer.status, headers: answer.headers, text, body: isJson ? JSON.parse(text) : null };
}
const json = (body: unknown, method = 'POST'): Asked => ({
  method,
  body: JSON.stringify(body),
  headers: { 'content-type': 'application/json' },
});

/** Rows of a query, once there are as many as that: what a request captured is delivered behind its answer. */
async function rowsOf<T>(count: number, query: () => Promise<T[]>): Promise<T[]> {
  for (let tries = 0; ; tries++) {
    const rows = await query();
    if (rows.length >= count || tries === 300) return rows;
    await sleep(100);
  }
}

/** Snapshots whose name filter was like this. */
const snapshotsOf = (count: number, name: string) =>
  rowsOf(
    count,
    () => database.db.$queryRaw<object[]>`
      SELECT geo_country AS country, geo_source AS source, geo_lat AS lat, status_code AS status
      FROM request_snapshots WHERE query->>'name__eq' LIKE ${name}`,
  );

describe.sequential('the API as a Cloudflare Worker, on its runtime', () => {
  it('is small enough to be uploaded', async () => {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = entries.filter((each) => each.isFile() && each.name !== 'config.capnp');
    const sizes = await Promise.all(
      files.map(async ({ parentPath, name }) => {
        const bytes = await readFile(join(parentPath, name));
        return { name, bytes: bytes.length, gzip: gzipSync(bytes).length };
      }),
    );
    const names = ['LICENSES.txt', 'query-compiler.wasm', 'reference.js', 'worker.mjs'];
    expect(sizes.map(({ name }) => name).sort()).toEqual(names);
    const gzip = sizes.reduce((sum, each) => sum + each.gzip, 0);
    console.log(
      `dist/edge: ${sizes.map((each) => `${each.name} ${each.bytes} (${each.gzip} gzip)`).join(', ')}; ${gzip} gzip`,
    );
    expect(gzip).toBeLessThan(mostBytes);
  });

  it('is ready, refuses who shows nothing, and says what is not there', async () => {
    expect((await ask('/health/live')).body.data).toEqual({ status: 'live' });
    expect((await ask('/health/ready')).status).toBe(200);
    expect((await ask('/health')).body.data.parts.streams).toMatchObject({ status: 'ok', listening: false });
    expect((await ask('/logs', { headers: { authorization: '' } })).status).toBe(401);
    expect(await ask('/nothing')).toMatchObject({
      status: 404,
      body: { data: null, error: { code: 'NOT_FOUND' }, metadata: null },
    });
  }, 60_000);

  it('has the document and its reader', async () => {
    expect((await ask('/doc')).body.openapi).toMatch(/^3\.1/);
    expect((await ask('/reference')).status).toBe(200);
    expect((await ask('/reference/scalar.js')).text.length).toBeGreaterThan(1_000_000);
  }, 60_000);

  it('stores and finds: users, logs plain and gzip, exports, tRPC, OTLP, and what agents ask', async () => {
    expect((await ask('/api/v1/users', json({ name: 'Ada', age: 36 }))).status).toBe(201);
    expect((await ask('/api/v1/users?name__eq=Ada')).body.metadata.total).toBe(1);
    const line = (level: string, message: string) => ({ source: 's', level, message, service: 'edge' });
    expect((await ask('/logs', json([line('info', 'one'), line('error', 'two')]))).status).toBe(201);
    const lines = gzipSync(`${JSON.stringify(line('error', 'three'))}\n`);
    const packed = { 'content-type': 'application/x-ndjson', 'content-encoding': 'gzip' };
    expect((await ask('/logs', { method: 'POST', body: lines, headers: packed })).status).toBe(201);
    const found = await ask('/logs?service__eq=edge&level__gte=error');
    expect(found.body.data.map(({ message }: { message: string }) => message).sort()).toEqual([
      'three',
      'two',
    ]);
    expect((await ask('/logs/export?service__eq=edge&format=csv')).text).toContain('three');
    expect((await ask('/trpc/users.list?input=%7B%7D')).body.result.data.metadata.total).toBe(1);
    const otlp = { 'content-type': 'application/x-protobuf' };
    expect((await ask('/v1/logs', { method: 'POST', body: Buffer.alloc(0), headers: otlp })).status).toBe(
      200,
    );
    const agent = {
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params: { name: 'search_logs', arguments: {} },
    };
    expect((await ask('/mcp', json(agent))).text).toContain('three');
  }, 60_000);

  it('refuses what goes on for ever or out to other hosts, and says where to ask', async () => {
    const refused: [string, Asked?][] = [
      ['/logs/stream'],
      ['/metrics/stream'],
      ['/trpc/logs.stream?input=%7B%7D'],
      ['/mcp-debug', json({ url: 'https://mcp.example.com/' })],
    ];
    for (const [path, init] of refused) {
      const { status, body } = await ask(path, init);
      const message = expect.stringContaining('an API that runs as a process');
      expect([status, body]).toEqual([
        501,
        { data: null, error: { code: 'NOT_IMPLEMENTED', message }, metadata: null },
      ]);
    }
  }, 60_000);

  it('delivers what it captured behind the answers, twenty at a time, with what the platform knows of the place', async () => {
    const headers = {
      'cf-connecting-ip': '5.9.0.1',
      [placeHeader]: JSON.stringify({
        country: 'DE',
        city: 'Falkenstein',
        latitude: '50.5',
        longitude: '12.4',
      }),
    };
    const asked = await Promise.all(
      Array.from({ length: 20 }, (_, n) => ask(`/api/v1/users?name__eq=parallel-${n}`, { headers })),
    );
    expect(asked.map(({ status }) => status)).toEqual(Array(20).fill(200));
    const seen = { country: 'DE', source: 'ip', lat: 50.5, status: 200 };
    expect(await snapshotsOf(20, 'parallel-%')).toEqual(Array(20).fill(seen));
    const jobs = await rowsOf(
      1,
      () => database.db.$queryRaw<object[]>`
        SELECT id FROM graphile_worker.jobs WHERE task_identifier = 'process_raw_metrics'`,
    );
    expect(jobs.length).toBeGreaterThan(0);
    // Whatever a client claims beside it.
    await ask('/api/v1/users?name__eq=claimed', { headers: { 'cf-ipcountry': 'FR', 'x-geo-country': 'FR' } });
    expect(await snapshotsOf(1, 'claimed')).toMatchObject([{ country: null, source: 'none' }]);
  }, 90_000);

  it('signs people in', async () => {
    const first = { name: 'Ada', email: 'ada@example.com', password: 'correct horse battery' };
    const browser = { origin: texts.PUBLIC_URL, authorization: '' };
    const signUp = json(first);
    const signedUp = await ask('/auth/sign-up', { ...signUp, headers: { ...signUp.headers, ...browser } });
    expect(signedUp.status).toBe(201);
    const cookie = signedUp.headers
      .getSetCookie()
      .map((each) => each.split(';')[0])
      .join('; ');
    expect((await ask('/logs', { headers: { cookie, authorization: '' } })).status).toBe(200);
  }, 60_000);

  it.each(['away', 'direct'])(
    'outlives a database that is away (%s): 503 says when to come again',
    async (from) => {
      for (let time = 0; time < 2; time++) {
        const answer = await ask('/api/v1/users', { from });
        expect(answer).toMatchObject({ status: 503, body: { error: { code: 'SERVICE_UNAVAILABLE' } } });
        expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      }
      expect((await ask('/health/live', { from })).status).toBe(200);
      expect(workerd.child.exitCode).toBeNull();
    },
    90_000,
  );
});
