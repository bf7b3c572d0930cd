import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openTestApp, type TestApp } from '../../apps/api/src/testing/open-test-app.ts';
import { parseEvents } from '../../apps/api/src/testing/parse-events.ts';
import { insertSnapshots } from '../../packages/db/src/replay/insert-snapshots.ts';
import { deafMessage } from '../../packages/db/src/stream/hears-notifications.ts';
import { makeSnapshot } from '../../packages/db/src/testing/make-snapshot.ts';
import { createTestDb, type TestDb } from '../../packages/db/src/testing/test-db.ts';
import { readEnv } from '../../packages/jobs/src/env.ts';
import { prepareDatabase } from '../../packages/jobs/src/migrate/prepare-database.ts';
import { openWorkerDeps } from '../../packages/jobs/src/open-worker-deps.ts';
import { workOff } from '../../packages/jobs/src/work-off.ts';
import { openSession } from '../../packages/jobs/src/worker/session.ts';
import { startWorker, type Worker } from '../../packages/jobs/src/worker.ts';
import { openStub, type Stub } from '../../packages/replay/src/testing/open-stub.ts';
import { hasPgbouncer, type Pgbouncer, startPgbouncer } from './start-pgbouncer.ts';

const day = '2026-01-31';
const at = Date.parse(`${day}T09:00:00Z`);
/** Who writes at once, and how often each. */
const writers = 8;
const rounds = 4;
const perBatch = 5;

// The embedded database has one session, in which whatever a connection leaves behind is there for all: nothing would be seen.
const isNative = inject('testTemplate').kind === 'native';

describe.skipIf(!hasPgbouncer || !isNative)(
  'deploy/pgbouncer.ini, transactions on two connections (skipped where pgbouncer is absent, and on the embedded database)',
  () => {
    let database: TestDb;
    let pooler: Pgbouncer;
    let apis: [TestApp, TestApp];
    let worker: Worker;
    let stub: Stub;
    const closing: (() => Promise<void>)[] = [];

    async function openWorker(DATABASE_DIRECT_URL: string) {
      const env = { DATABASE_URL: pooler.url, DATABASE_DIRECT_URL, LOG_LEVEL: 'silent' };
      const { deps, close } = await openWorkerDeps(readEnv(env));
      closing.unshift(close);
      return deps;
    }
    async function openApi(direct: string | undefined, stdout?: { write(line: string): void }) {
      const api = await openTestApp(pooler.url, { DATABASE_DIRECT_URL: direct }, stdout);
      closing.unshift(api.close);
      return api;
    }

    beforeAll(async () => {
      database = await createTestDb();
      // What a connection brings along from elsewhere is wrong here, so that it is seen.
      const name = new URL(database.url).pathname.slice(1);
      await database.db.$executeRawUnsafe(`ALTER DATABASE "${name}" SET timezone = 'Asia/Tokyo'`);
      pooler = await startPgbouncer(database.url, 2);
      apis = [await openApi(database.url), await openApi(database.url)];
      worker = startWorker(await openWorker(database.url));
      await worker.ready;
      stub = await openStub();
    }, 120_000);
    afterAll(async () => {
      await worker?.stop();
      for (const close of closing) await close();
      await stub?.close();
      await pooler?.stop();
      await database?.close();
    });

    const lines = Array.from({ length: writers * rounds }, (_, n) => n);
    const batch = (n: number) => ({
      batchId: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
      service: 'pooled',
      requests: Array.from({ length: perBatch }, (_, k) => ({
        timestamp: new Date(at + n * 1_000).toISOString(),
        method: 'GET',
        path: `/orders/${n}`,
        statusCode: k === 0 ? 500 : 200,
        duration: 5,
      })),
    });
    const line = (n: number) => ({
      source: 'test',
      level: n % 2 === 0 ? 'info' : 'error',
      message: `order ${n} of req-${100_000 + n} was shipped`,
      service: 'pooled',
      created_at: new Date(at + n * 1_000).toISOString(),
    });

    it('writes, reads, searches, exports and streams at once, and every figure is exact', async () => {
      const leaving = new AbortController();
      const { body } = await apis[1].app.request('/logs/stream?service__eq=pooled', {
        signal: leaving.signal,
      });
      const streamed: string[] = [];
      const following = (async () => {
        for await (const { event, data } of parseEvents(body!)) {
          if (event !== 'log-update') continue;
          streamed.push(JSON.parse(data!).message);
          if (streamed.length === lines.length) return;
        }
      })();

      const reads = [
        '/logs?service__eq=pooled&level__gte=error&limit=3',
        '/logs?service__eq=pooled&search=shipped',
        '/logs?service__eq=pooled&message__like=req-100',
        '/logs/patterns',
        '/metrics/summary?service=pooled',
        '/replay?statusCode=500',
        '/traces',
        '/worker/stats',
        '/api/v1/users?name__ilike=a',
        '/logs/export?format=ndjson&service__eq=pooled',
      ];
      const statuses: number[] = [];
      const ask = async (api: TestApp, path: string) => {
        const answer = await api.app.request(path);
        await answer.text();
        statuses.push(answer.status);
      };
      const write = async (writer: number) => {
        for (let round = 0; round < rounds; round++) {
          const n = writer * rounds + round;
          const [api, other] = n % 2 === 0 ? apis : [apis[1], apis[0]];
          const twice = [api, other].map((each) => each.send('POST', '/ingest/requests', batch(n)));
          const answers = await Promise.all([
            api.send('POST', '/logs', line(n)),
            ...twice,
            ask(other, reads[n % reads.length]!),
          ]);
          statuses.push(...answers.flatMap((answer) => (answer ? [answer.status] : [])));
        }
      };
      await Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)));
      expect(statuses.filter((status) => status !== 200 && status !== 201)).toEqual([]);
      await following;
      leaving.abort();
      expect([...streamed].sort()).toEqual(lines.map((n) => line(n).message).sort());

      const range = `service=pooled&startDate=${day}&endDate=2026-02-01`;
      const summary = async () => (await apis[0].call(`/metrics/summary?${range}`)).body.data;
      const traffic = lines.length * perBatch;
      await expect
        .poll(summary, { timeout: 30_000, interval: 200 })
        .toMatchObject({ trafficCount: traffic, serverErrorCount: lines.length });
      const windows = (await apis[1].call(`/metrics?service__eq=pooled&windowSize=60&limit=100`)).body;
      expect(windows.data.reduce((sum, each) => sum + Number(each.trafficCount), 0)).toBe(traffic);

      const [listed, filtered, found] = await Promise.all(
        ['', '&level__gte=error', '&search=%22req-100007%22'].map((more) =>
          apis[0].call(`/logs?service__eq=pooled&order_by=created_at&order=asc&limit=1000${more}`),
        ),
      );
      expect(listed!.body.data.map(({ created_at }) => Date.parse(String(created_at)))).toEqual(
        lines.map((n) => at + n * 1_000),
      );
      expect([filtered!.body.metadata.total, found!.body.data.map(({ message }) => message)]).toEqual([
        lines.length / 2,
        [line(7).message],
      ]);
      const exported = await apis[1].app.request(
        '/logs/export?format=ndjson&service__eq=pooled&order_by=created_at&order=asc',
      );
      const rows = (await exported.text()).trim().split('\n');
      expect(rows.map((row) => JSON.parse(row).message)).toEqual(lines.map((n) => line(n).message));
      expect(await poolConnections()).toBeLessThanOrEqual(2);
    }, 120_000);

    /** Connections that PgBouncer holds: those of the test itself have a name of their own. */
    async function poolConnections(): Promise<number> {
      const [row] = await database.db.$queryRaw<{ held: number }[]>`
        SELECT count(*)::int AS held FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
          AND application_name NOT IN ('apiscope-listen', 'apiscope-worker')`;
      return row!.held;
    }

    it('replays a request, and a set of them once each, by a job that joins its transaction', async () => {
      stub.answer = () => ({ headers: { 'content-type': 'application/json' }, body: '{"id":7}' });
      await apis[0].send('POST', '/targets', {
        service: 'shop',
        name: 'stub',
        baseUrl: stub.origin,
        allowedCidrs: ['loopback'],
      });
      await insertSnapshots(
        database.db,
        [1, 2, 3, 4].map((n) =>
          makeSnapshot({
            method: 'GET',
            endpoint: 'GET /orders/{id}',
            path: `/orders/${n}`,
            headers: {},
            body: null,
            bodyInfo: null,
            redactedPaths: [],
          }),
        ),
      );
      const [snapshot] = (await apis[1].call('/replay?service__eq=shop&path__eq=/orders/1')).body.data as {
        id?: number;
      }[];
      const once = await apis[1].send('POST', `/replay/${snapshot!.id}/replay`, {});
      expect([once.status, stub.received.map(({ url }) => url.split('?')[0])]).toEqual([201, ['/orders/1']]);

      stub.received = [];
      const set = await apis[0].send('POST', '/replay/sets', {
        name: 'all',
        service: 'shop',
        rateLimit: 500,
      });
      const run = await apis[1].call(`/replay/sets/${set.body.data.id}/runs`, { method: 'POST' });
      const status = async () =>
        (await apis[0].call(`/replay/sets/runs/${run.body.data.id}`)).body.data.status;
      await expect.poll(status, { timeout: 30_000, interval: 100 }).toBe('done');
      expect(stub.received.map(({ url }) => url.split('?')[0]).sort()).toEqual(
        [1, 2, 3, 4].map((n) => `/orders/${n}`),
      );
    }, 60_000);

    it('is told apart from a database where nothing leads past it, by whoever needs more of a session', async () => {
      const said: string[] = [];
      const api = await openApi(undefined, { write: (text) => void said.push(text) });
      const leaving = new AbortController();
      const { body } = await api.app.request('/logs/stream?service__eq=late', { signal: leaving.signal });
      const events = parseEvents(body!);
      for (let n = 0; n < 2; n++) await events.next();
      const late = { source: 'test', level: 'info', message: 'late', service: 'late' };
      await apis[0].send('POST', '/logs', late);
      await Promise.all([
        expect(prepareDatabase({ url: pooler.url })).rejects.toThrow(deafMessage),
        openWorker('').then((deps) =>
          Promise.all([
            expect(openSession(deps)).rejects.toThrow(deafMessage),
            // One that runs once ends with it, rather than trying on.
            expect(workOff(deps, { signal: leaving.signal, graceMs: 0 })).rejects.toThrow(deafMessage),
          ]),
        ),
        // Late, but not lost.
        events.next().then(({ value }) => expect(JSON.parse(value!.data!).message).toBe('late')),
        expect
          .poll(async () => (await api.call('/health')).body.data, { timeout: 30_000, interval: 200 })
          .toMatchObject({
            status: 'degraded',
            parts: { streams: { status: 'degraded', message: `new rows come late: ${deafMessage}` } },
          }),
      ]);
      leaving.abort();
      expect(said.join('')).toContain(deafMessage);
    }, 90_000);
  },
);
