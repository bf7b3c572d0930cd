import { copyFile, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleEvent } from '../../apps/api/src/servers/lambda/testing/sample-event.ts';
import { freePort } from '../../apps/api/src/testing/spawn-api.ts';
import { createEmptyDatabase } from '../../packages/db/src/testing/test-db.ts';
import { askUntilGone } from '../testing/ask-until-gone.ts';
import { buildOnce } from '../testing/build-once.ts';
import { type BuiltProcess, isolate, runBuilt } from '../testing/built-process.ts';
import { type ProcessRoleName, processRoleNames } from './roles.ts';

const folders = {} as Record<ProcessRoleName, string>;
const running: BuiltProcess[] = [];
let url: string;
let stop: () => Promise<void>;
beforeAll(async () => {
  ({ url, stop } = await createEmptyDatabase());
  const built = await buildOnce();
  for (const name of processRoleNames) folders[name] = await isolate(built[name]);
}, 600_000);
afterAll(async () => {
  for (const each of running) if (each.child.exitCode === null) await each.end('SIGKILL');
  for (const folder of Object.values(folders)) await rm(folder, { recursive: true });
  await stop();
});

async function run(role: ProcessRoleName, file: string, ready: RegExp, env: Record<string, string> = {}) {
  const given = { DATABASE_URL: url, LOG_LEVEL: 'warn', ...env };
  const started = await runBuilt(folders[role], { file, env: given, ready });
  running.push(started);
  return started;
}

async function startApi(env: Record<string, string> = {}) {
  const api = await run('api', 'server.mjs', /^API READY http:\/\/localhost:(\d+)$/m, { PORT: '0', ...env });
  return { ...api, origin: `http://127.0.0.1:${api.ready[1]}` };
}

async function query<T extends pg.QueryResultRow>(sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<T>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Requests that were captured. */
async function count(): Promise<number> {
  const sql = 'SELECT coalesce(sum(sample_count), 0)::int AS count FROM metric_batches';
  return (await query<{ count: number }>(sql))[0]!.count;
}

const signIn = { AUTH: 'on', APISCOPE_SECRET_KEY: Buffer.alloc(32, 7).toString('base64') };
const json = (method: string, body: unknown, headers = {}): RequestInit => ({
  method,
  body: JSON.stringify(body),
  headers: { 'content-type': 'application/json', ...headers },
});

describe.sequential('what npm run build makes, each role alone in an empty folder', () => {
  it('migrates a database, once', async () => {
    const first = await run('migrate', 'main.mjs', /^MIGRATED$/m);
    expect(await first.end()).toEqual({ code: 0, signal: null });
    expect(first.output()).toContain('applied 20261123120000_init');
    const second = await run('migrate', 'main.mjs', /^MIGRATED$/m);
    expect(second.output()).toBe('MIGRATED\n');
  }, 120_000);

  it('brings the licences of what is in it', async () => {
    const licences = await readFile(join(folders.api, 'LICENSES.txt'), 'utf8');
    for (const name of ['hono', '@prisma/client', 'react', '@scalar/api-reference'])
      expect(licences).toMatch(new RegExp(`^${name} \\d[^\\n]+\\n\\n\\S`, 'm'));
  });

  it('says in one line what it needs', async () => {
    const wrong = run('migrate', 'main.mjs', /^MIGRATED$/m, { DATABASE_URL: '' });
    await expect(wrong).rejects.toThrow(/ended with 1: apiscope migrate: DATABASE_URL: [^\n]+\n$/);
  }, 60_000);

  it('serves API, document, its reader, agents, OTLP and the dashboard, and the worker counts what was asked', async () => {
    const [api, worker] = await Promise.all([startApi(), run('worker', 'main.mjs', /^WORKER READY$/m)]);
    const ask = async (path: string, init?: RequestInit) => {
      const answer = await fetch(api.origin + path, init);
      return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() };
    };
    expect((await ask('/health/ready')).status).toBe(200);
    expect(await (await fetch(`${api.origin}/internal/prometheus`)).text()).toMatch(
      /^apiscope_database_up 1$/m,
    );
    expect((await ask('/api/v1/users', json('POST', { name: 'Ada', age: 36 }))).status).toBe(201);
    expect(JSON.parse((await ask('/api/v1/users?name__eq=Ada')).text).metadata.total).toBe(1);
    expect(JSON.parse((await ask('/doc')).text)).toMatchObject({ openapi: expect.stringMatching(/^3\.1/) });
    const reader = await ask('/reference/scalar.js');
    expect([reader.status, reader.text.length > 1_000_000]).toEqual([200, true]);
    const agent = json('POST', { jsonrpc: '2.0', id: 1, method: 'tools/list' });
    expect((await ask('/mcp', agent)).text).toContain('search_logs');
    const otlp = {
      headers: { 'content-type': 'application/x-protobuf' },
      method: 'POST',
      body: Buffer.alloc(0),
    };
    expect((await ask('/v1/logs', otlp)).status).toBe(200);
    const page = await ask('/dashboard');
    expect([page.status, page.type]).toEqual([200, 'text/html; charset=utf-8']);
    const script = /"(\/assets\/[^"]+\.js)"/.exec(page.text)![1]!;
    expect((await ask(script)).type).toContain('javascript');

    let rows: { endpoint: string }[] = [];
    for (let tries = 0; tries < 200 && rows.length < 2; tries++) {
      await sleep(100);
      rows = JSON.parse((await ask('/metrics')).text).data;
    }
    expect(rows.map(({ endpoint }) => endpoint).sort()).toEqual(['GET /api/v1/users', 'POST /api/v1/users']);
    expect(await worker.end('SIGTERM')).toEqual({ code: 0, signal: null });
    expect(await api.end('SIGTERM')).toEqual({ code: 0, signal: null });
  }, 240_000);

  it('works off what is due, and ends', async () => {
    const once = await run('worker', 'run-once.mjs', /^WORKER DONE$/m);
    expect(await once.end()).toEqual({ code: 0, signal: null });
    const left = await query(
      'SELECT id FROM graphile_worker.jobs WHERE run_at <= now() AND attempts < max_attempts',
    );
    expect(left).toEqual([]);
  }, 60_000);

  it('stops under load: every request is answered, streams say when to come again, and what was captured is stored', async () => {
    const api = await startApi();
    const before = await count();
    await (await fetch(`${api.origin}/api/v1/users`)).text();
    const streams = ['/logs/stream', '/trpc/logs.stream?input=%7B%7D'].map(async (path) =>
      (await fetch(api.origin + path)).text(),
    );
    const asking = askUntilGone(api.origin, { at: 16, paths: ['/api/v1/users', '/api/v1/users?limit=1'] });
    await sleep(2_000);
    const from = performance.now();
    expect(await api.end('SIGTERM')).toEqual({ code: 0, signal: null });
    expect(performance.now() - from).toBeLessThan(10_000);
    const { answered, broken } = await asking;
    expect([answered > 20, broken]).toEqual([true, []]);
    for (const text of await Promise.all(streams)) expect(text.endsWith('\n\nretry: 1000\n\n')).toBe(true);
    expect((await count()) - before).toBe(answered + 1);
  }, 120_000);

  it('is a function that is frozen between events: what it captured is stored by then, and lost connections are made anew', async () => {
    await copyFile(
      join(import.meta.dirname, '../testing/lambda-runtime.mjs'),
      join(folders.api, 'runtime.mjs'),
    );
    const lambda = await run('api', 'runtime.mjs', /^RUNTIME READY$/m, signIn);
    for (let time = 0; time < 2; time++) {
      const seen = lambda.output().length;
      lambda.child.stdin!.write(`${JSON.stringify(sampleEvent('GET', '/api/v1/users'))}\n`);
      let found: RegExpExecArray | null = null;
      for (; found === null; found = /^RESULT (.*)$/m.exec(lambda.output().slice(seen))) await sleep(10);
      lambda.child.kill('SIGSTOP');
      const { statusCode, requestId } = JSON.parse(found[1]!);
      // Nobody showed who they are, which is an answer like any other.
      expect(statusCode).toBe(401);
      expect(await query(`SELECT id FROM request_snapshots WHERE request_id = '${requestId}'`)).toHaveLength(
        1,
      );
      await query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                   WHERE datname = current_database() AND pid <> pg_backend_pid()`);
      await sleep(1_100);
      lambda.child.kill('SIGCONT');
    }
    await lambda.end('SIGKILL');
  }, 120_000);

  it('signs people in, where nobody may go unnamed', async () => {
    const port = await freePort();
    const api = await startApi({ ...signIn, PUBLIC_URL: `http://127.0.0.1:${port}` });
    expect((await fetch(`${api.origin}/logs`)).status).toBe(401);
    const first = { name: 'Ada', email: 'ada@example.com', password: 'correct horse battery' };
    const signedUp = await fetch(`${api.origin}/auth/sign-up`, json('POST', first));
    expect(signedUp.status).toBe(201);
    const cookie = signedUp.headers
      .getSetCookie()
      .map((each) => each.split(';')[0])
      .join('; ');
    expect((await fetch(`${api.origin}/logs`, { headers: { cookie } })).status).toBe(200);
    const page = await fetch(`${api.origin}/sign-in`);
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('password')]);

    // The dashboard as a server of its own in front of that API: to a browser both are one.
    const web = await run('web', 'server.mjs', /^WEB READY (\S+)$/m, {
      PORT: String(port),
      API_URL: api.origin,
    });
    const at = (path: string, init?: RequestInit) =>
      fetch(`http://127.0.0.1:${port}${path}`, { redirect: 'manual', ...init });
    const stranger = await at('/dashboard/logs');
    expect([stranger.status, stranger.headers.get('location')]).toEqual([
      302,
      expect.stringContaining('/sign-in'),
    ]);
    const member = await at('/dashboard/logs', { headers: { cookie } });
    expect([member.status, member.headers.get('content-security-policy')]).toEqual([
      200,
      expect.stringContaining("'nonce-"),
    ]);
    expect(await member.text()).toContain('Ada');
    expect((await at('/logs', { headers: { cookie } })).status).toBe(200);
    const signOut = { ...json('POST', {}, { cookie, origin: `http://127.0.0.1:${port}` }) };
    expect((await at('/auth/sign-out', signOut)).status).toBeLessThan(300);
    expect((await at('/logs', { headers: { cookie } })).status).toBe(401);
    await api.end('SIGTERM');
    expect((await at('/health/ready')).status).toBe(503);
    expect(await web.end('SIGTERM')).toEqual({ code: 0, signal: null });
  }, 120_000);
});
