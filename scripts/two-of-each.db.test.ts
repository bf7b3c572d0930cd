import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Follower, followEvents } from '../apps/api/src/stream/testing/follow-events.ts';
import { hasNginx, type Nginx, runNginx } from '../apps/api/src/stream/testing/start-nginx.ts';
import { makeKey } from '../apps/api/src/testing/make-key.ts';
import { type ApiProcess, freePort, spawnApi } from '../apps/api/src/testing/spawn-api.ts';
import { type SpawnedWorker, spawnWorker } from '../apps/api/src/testing/spawn-worker.ts';
import { insertSnapshots } from '../packages/db/src/replay/insert-snapshots.ts';
import { makeSnapshot } from '../packages/db/src/testing/make-snapshot.ts';
import { createTestDb, type TestDb } from '../packages/db/src/testing/test-db.ts';
import { openStub, type Stub } from '../packages/replay/src/testing/open-stub.ts';
import { renderNginx } from './containers/render-nginx.ts';

/** Requests a minute that one process lets a caller ask. */
const quota = 50;
const minute = 60_000;
const password = 'correct horse battery';

let database: TestDb;
let nginx: Nginx;
let stub: Stub;
let apis: [ApiProcess, ApiProcess];
let workers: SpawnedWorker[];
let admin: string;

const startApi = (port: number) =>
  spawnApi({
    DATABASE_URL: database.url,
    PORT: `${port}`,
    AUTH: 'on',
    APISCOPE_SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
    TRUSTED_PROXIES: '127.0.0.1',
    RATE_LIMIT_KEY: `${quota}`,
    RATE_LIMIT_ADDRESS: `${quota}`,
  });

type Asked = {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: an answer of REST, looked into by name.
  body: any;
};
type Asking = { method?: string; body?: unknown; token?: string; cookie?: string; at?: string };

/** Asks through nginx, or one process. */
async function ask(
  path: string,
  { method, body, token, cookie, at = nginx.origin }: Asking = {},
): Promise<Asked> {
  const answer = await fetch(at + path, {
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(cookie && { cookie }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    body: body === undefined ? null : JSON.stringify(body),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: text === '' ? null : JSON.parse(text) };
}

const log = (message: string, service: string) => ({ source: 'test', level: 'info', message, service });

describe.skipIf(!hasNginx)(
  'two processes of the API behind deploy/nginx.conf and two workers (skipped where nginx is absent)',
  () => {
    beforeAll(async () => {
      database = await createTestDb();
      // As if workers had been away for some minutes: both find the same ticks missing when they come.
      await database.db.$executeRaw`
        INSERT INTO graphile_worker._private_known_crontabs (identifier, known_since, last_execution)
        VALUES ('health_check', now() - interval '1 hour', date_trunc('minute', now()) - interval '4 minutes')`;
      const ports = [await freePort(), await freePort()];
      const quick = join(import.meta.dirname, 'testing/quick-worker.ts');
      workers = [1, 2].map(() => spawnWorker(database.url, quick));
      apis = (await Promise.all(ports.map(startApi))) as [ApiProcess, ApiProcess];
      await Promise.all(workers.map(({ ready }) => ready));
      nginx = await runNginx((given) => renderNginx({ ...given, ports }));
      stub = await openStub();
      admin = await makeKey(database.db, ['admin']);
    }, 180_000);
    afterAll(async () => {
      await nginx?.stop();
      for (const { child } of workers ?? []) child.kill('SIGKILL');
      await Promise.all((apis ?? []).map((api) => api.stop('SIGKILL')));
      await stub?.close();
      await database?.close();
    });

    const asked = 64;
    /** Captured requests by the windows of minutes, hours and days. */
    const counted = () => database.db.$queryRaw`
      SELECT resolution, sum(traffic_count)::int AS requests FROM metrics
      WHERE endpoint = 'GET /api/v1/users' GROUP BY 1 ORDER BY 1`;
    const requestsOf = (requests: number) =>
      [60, 3_600, 86_400].map((resolution) => ({ resolution, requests }));

    it('count a request of either once, and the metrics of both add up', async () => {
      await Promise.all(
        Array.from({ length: 8 }, async () => {
          const token = await makeKey(database.db, ['read']);
          for (let n = 0; n < asked / 8; n++)
            expect((await ask('/api/v1/users', { token })).status).toBe(200);
        }),
      );
      const shares = apis.map((api) => api.output().match(/"msg":"GET \/api\/v1\/users/g)?.length ?? 0);
      expect([Math.min(...shares) > 0, shares[0]! + shares[1]!]).toEqual([true, asked]);
      await expect.poll(counted, { timeout: 60_000, interval: 100 }).toEqual(requestsOf(asked));
    }, 120_000);

    it('count a batch that is sent to both at once a single time', async () => {
      const token = await makeKey(database.db, ['ingest']);
      const seen = {
        timestamp: '2026-01-31T09:00:00Z',
        method: 'GET',
        path: '/a',
        statusCode: 200,
        duration: 5,
      };
      const body = { batchId: '7d8ffb0a-6a35-4a5c-9f53-0a4d9b9f2c11', service: 'twice', requests: [seen] };
      const answers = await Promise.all(
        [0, 1, 0, 1].map((n) => ask('/ingest/requests', { body, token, at: apis[n as 0 | 1].origin })),
      );
      expect(answers.map(({ body: { data } }) => data.duplicate).sort()).toEqual([false, true, true, true]);
    });

    it('run a tick of a schedule once', async () => {
      const ticks = () => database.db.$queryRaw<{ runs: number }[]>`
        SELECT count(*)::int AS runs FROM job_runs WHERE task = 'health_check' AND status = 'succeeded'
        GROUP BY run_at`;
      await expect.poll(async () => (await ticks()).length, { timeout: 60_000 }).toBeGreaterThanOrEqual(3);
      expect((await ticks()).filter(({ runs }) => runs !== 1)).toEqual([]);
    }, 120_000);

    it('know each other’s sessions, keys and rules', async () => {
      const [a, b] = apis.map(({ origin }) => origin) as [string, string];
      const ada = { name: 'Ada', email: 'ada@example.com', password };
      const signedUp = await ask('/auth/sign-up', { body: ada, at: a });
      const cookie = signedUp.headers.getSetCookie()[0]!.split(';')[0]!;
      expect((await ask('/session', { cookie, at: b })).body.data.actor).toBe('member:ada@example.com');
      expect((await ask('/auth/sign-out', { body: {}, cookie, at: b })).status).toBe(200);
      expect((await ask('/logs', { cookie, at: a })).status).toBe(401);

      const made = await ask('/keys', { body: { name: 'short', scopes: ['read'] }, token: admin, at: a });
      const { id, token } = made.body.data;
      expect((await ask('/logs', { token, at: b })).status).toBe(200);
      await ask(`/keys/${id}/revoke`, { body: {}, token: admin, at: b });
      expect((await ask('/logs', { token, at: a })).status).toBe(401);

      const rules = { names: ['loyalty number'], except: [], shapes: {} };
      const set = await ask('/redaction/rules', { method: 'PUT', body: rules, token: admin, at: b });
      expect(set.status).toBe(200);
      const keep = async () =>
        (await ask('/logs', { body: log('loyalty_number=L-77', 'rules'), token: admin, at: a })).body.data
          .message;
      await expect.poll(keep, { timeout: 20_000, interval: 500 }).toBe('loyalty_number=[redacted]');
    }, 120_000);

    it('send each request of a replay set at most once, over a worker that is killed', async () => {
      const arrived = new Map<string, number>();
      stub.answer = async ({ url }) => {
        const path = url.split('?')[0]!;
        arrived.set(path, (arrived.get(path) ?? 0) + 1);
        await sleep(200);
        return {};
      };
      const place = { service: 'shop', name: 'stub', baseUrl: stub.origin, allowedCidrs: ['loopback'] };
      expect((await ask('/targets', { body: place, token: admin })).status).toBe(201);
      const get = { method: 'GET', endpoint: 'GET /orders/{id}', headers: {}, body: null, bodyInfo: null };
      const paths = Array.from({ length: 16 }, (_, n) => `/orders/${n}`);
      await insertSnapshots(
        database.db,
        paths.map((path) => makeSnapshot({ ...get, path, redactedPaths: [] })),
      );
      const set = await ask('/replay/sets', {
        body: { name: 'all', service: 'shop', rateLimit: 500, concurrency: 2 },
        token: admin,
      });
      const run = await ask(`/replay/sets/${set.body.data.id}/runs`, { method: 'POST', token: admin });
      await expect.poll(() => arrived.size, { timeout: 60_000, interval: 20 }).toBeGreaterThanOrEqual(4);
      const [busy] = await database.db.$queryRaw<{ pid: number }[]>`
        SELECT pid FROM worker_heartbeats JOIN job_runs ON worker_id = worker_heartbeats.id
        WHERE task = 'replay_set' AND status = 'running'`;
      const { child } = workers.find((each) => each.child.pid === busy!.pid)!;
      child.kill('SIGKILL');
      await once(child, 'exit');
      // What half a minute would do.
      await database.db.$executeRaw`UPDATE replay_set_runs SET lease_at = now() - interval '31 seconds'`;
      const ended = async () => {
        const [row] = await database.db.$queryRaw<{ status: string }[]>`SELECT status FROM replay_set_runs`;
        return row!.status;
      };
      await expect.poll(ended, { timeout: 60_000, interval: 200 }).toBe('done');
      const { counts } = (await ask(`/replay/sets/runs/${run.body.data.id}`, { token: admin })).body.data;
      // Of what was under way nobody knows whether it arrived; it is told, and not sent again.
      expect([counts.interrupted > 0 && counts.interrupted <= 2, counts.pending]).toEqual([true, 0]);
      expect([...arrived.values()].filter((times) => times !== 1)).toEqual([]);
      expect(arrived.size).toBeGreaterThanOrEqual(paths.length - counts.interrupted);
      const [job] = await database.db.$queryRaw<{ attempts: number }[]>`
        SELECT attempts FROM job_runs WHERE task = 'replay_set'`;
      expect(job!.attempts).toBeGreaterThanOrEqual(2);
    }, 120_000);

    it('each count their callers for themselves: two let a key, and an address, ask twice as often and no oftener', async () => {
      const burst = async (token: string | undefined) => {
        const from = performance.now();
        const answers: Asked[] = [];
        await Promise.all(
          Array.from({ length: 6 }, async () => {
            for (let n = 0; n < quota / 2; n++)
              answers.push(await ask('/views?resource=logs', token === undefined ? {} : { token }));
          }),
        );
        const refilled = 2 * (1 + ((performance.now() - from) * quota) / minute);
        const refused = answers.filter(({ status }) => status === 429);
        for (const { headers } of refused) expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
        return { taken: answers.length - refused.length, refilled };
      };
      const byKey = await burst(await makeKey(database.db, ['read']));
      expect(byKey.taken).toBeGreaterThanOrEqual(2 * quota);
      expect(byKey.taken).toBeLessThanOrEqual(2 * quota + byKey.refilled);
      // Some of it the tests before have used.
      const byAddress = await burst(undefined);
      expect(byAddress.taken).toBeGreaterThan(quota);
      expect(byAddress.taken).toBeLessThanOrEqual(2 * quota + byAddress.refilled);
    }, 120_000);

    it('bring each log of either once, in order, to a page whose process is stopped, then killed', async () => {
      const token = await makeKey(database.db, ['ingest', 'read']);
      const sent: string[] = [];
      const send = async (count: number, to: ApiProcess[]) => {
        for (let n = 0; n < count; n++) {
          const message = `line ${sent.length}`;
          const body = log(message, 'live');
          const { status } = await ask('/logs', { body, token, at: to[n % to.length]!.origin });
          expect(status).toBe(201);
          sent.push(message);
        }
      };
      /** The place of the process that the page is connected to. */
      const serving = async (): Promise<0 | 1> => {
        for (let tries = 0; tries < 600; tries++) {
          const clients = await Promise.all(
            apis.map(async ({ origin, child }) =>
              child.exitCode === null && child.signalCode === null
                ? (await ask('/health', { at: origin })).body.data.parts.streams.clients
                : 0,
            ),
          );
          if (clients[0] + clients[1] === 1) return clients[0] === 1 ? 0 : 1;
          await sleep(50);
        }
        throw new Error('the page never came back');
      };
      const page: Follower = followEvents(`${nginx.origin}/logs/stream?service__eq=live`, {
        authorization: `Bearer ${token}`,
      });
      try {
        let at = await serving();
        await send(10, apis);
        await page.until(10);
        const port = Number(new URL(apis[at].origin).port);
        const stopped = apis[at].stop('SIGTERM');
        await send(10, [apis[1 - at]!]);
        expect(await stopped).toEqual({ code: 0, signal: null });
        apis[at] = await startApi(port);
        at = await serving();
        await send(10, apis);
        await page.until(30);

        const killed = apis[at].stop('SIGKILL');
        await send(10, [apis[1 - at]!]);
        expect(await killed).toEqual({ code: null, signal: 'SIGKILL' });
        at = await serving();
        await send(10, [apis[at]]);
        await page.until(50);
        expect(page.seen).toEqual(sent);
        expect(page.opened()).toBe(3);
        expect(await counted()).toEqual(requestsOf(asked));
      } finally {
        page.close();
      }
    }, 180_000);
  },
);
