import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type ApiProcess, freePort, spawnApi } from '../apps/api/src/testing/spawn-api.ts';
import { type SpawnedWorker, spawnWorker } from '../apps/api/src/testing/spawn-worker.ts';
import { prepareDatabase } from '../packages/jobs/src/migrate/prepare-database.ts';
import { type Ask, openClient } from './testing/ledger/ask.ts';
import { ledgerService } from './testing/ledger/entries.ts';
import { readEffects } from './testing/ledger/read-effects.ts';
import { hasOwnPostgres, type OwnPostgres, startOwnPostgres } from './testing/own-postgres.ts';

/** Longest that anybody waits for an answer, ms: for the database, and for the batches before. */
const longestMs = 15_000;
/** Connections of an API: its pool, and the one that listens. */
const mostConnections = 5;

const canRun = inject('testTemplate').kind === 'native' && hasOwnPostgres;

let counted = 0;
const batch = () => ({ batchId: randomUUID(), service: ledgerService });
const line = (n: number) => ({ source: 'frozen', level: 'info', message: `entry ${n} of the ledger` });

/** A batch of lines and one of requests, which are told apart afterwards by their numbers. */
function makeBatches(): { n: number; kind: 'lines' | 'requests'; what: Ask }[] {
  const [first, second] = [counted++, counted++];
  const request = {
    timestamp: new Date().toISOString(),
    method: 'GET',
    route: '/entries/{n}',
    path: `/entries/${second}`,
    statusCode: 200,
    duration: 2,
  };
  const lines = { ...batch(), logs: [line(first)] };
  const requests = { ...batch(), requests: [request] };
  return [
    { n: first, kind: 'lines', what: { method: 'POST', path: '/ingest/logs', body: lines } },
    { n: second, kind: 'requests', what: { method: 'POST', path: '/ingest/requests', body: requests } },
  ];
}

/** One of each way to need the database. */
const others = (): Ask[] => [
  { method: 'GET', path: '/logs?limit=1' },
  { method: 'GET', path: '/metrics?limit=1' },
  { method: 'GET', path: '/api/v1/users?limit=1' },
  { method: 'GET', path: '/worker/jobs?limit=1' },
  { method: 'GET', path: '/trpc/users.list?input=%7B%7D' },
  { method: 'GET', path: '/logs/export?format=csv' },
  { method: 'GET', path: '/health/ready' },
  { method: 'POST', path: '/logs', body: { source: 'other', level: 'info', message: 'a line of its own' } },
  { method: 'POST', path: '/api/v1/users', body: { name: 'somebody', age: 3 } },
  { method: 'POST', path: '/v1/logs', body: { resourceLogs: [] } },
];

describe.skipIf(!canRun)(
  'a database that stands still (skipped where no PostgreSQL 15 of its own can be started, and on the embedded database)',
  () => {
    let postgres: OwnPostgres;
    let api: ApiProcess;
    let worker: SpawnedWorker;
    const client = openClient();
    const ask = async (what: Ask) => ({ path: what.path, ...(await client.ask(api.origin, what)) });
    const query = async <T extends pg.QueryResultRow>(sql: string): Promise<T[]> => {
      const own = new pg.Client({ connectionString: postgres.url, application_name: 'looker' });
      await own.connect();
      const { rows } = await own.query<T>(sql);
      await own.end();
      return rows;
    };

    beforeAll(async () => {
      postgres = await startOwnPostgres();
      await prepareDatabase({ url: postgres.url });
      api = await spawnApi({ DATABASE_URL: postgres.url, PORT: `${await freePort()}`, LOG_LEVEL: 'error' });
      worker = spawnWorker(postgres.url);
      await worker.ready;
    }, 120_000);
    afterAll(async () => {
      client.close();
      api?.child.kill('SIGKILL');
      worker?.child.kill('SIGKILL');
      await postgres?.stop();
    });

    it('has every request answered in time meanwhile, and nothing lost, doubled or left behind afterwards', async () => {
      const first = await Promise.all(others().map(ask));
      expect(first.filter(({ status }) => status >= 300)).toEqual([]);
      const refused: { n: number; kind: 'lines' | 'requests'; what: Ask }[] = [];
      const taken = { lines: new Set<number>(), requests: new Set<number>() };
      const answers: Awaited<ReturnType<typeof ask>>[] = [];
      let isFrozen = true;
      const send = async (each: (typeof refused)[number]): Promise<void> => {
        const answer = await ask(each.what);
        if (answer.status === 200 || answer.status === 201) taken[each.kind].add(each.n);
        else refused.push(each);
        answers.push(answer);
      };
      // Transactions are under way at any moment, so also when it stops.
      const writers = Array.from({ length: 6 }, async () => {
        while (isFrozen) await Promise.all(makeBatches().map(send));
      });
      await sleep(1_500);
      await postgres.freeze();
      const asked: Promise<unknown>[] = [];
      for (let wave = 0; wave < 3; wave++) {
        for (const what of others()) asked.push(ask(what).then((answer) => answers.push(answer)));
        await sleep(4_000);
      }
      await Promise.all(asked);
      isFrozen = false;
      postgres.thaw();
      const thawedAt = performance.now();
      await Promise.all(writers);
      console.log(`longest answer: ${Math.round(Math.max(...answers.map(({ ms }) => ms)))} ms`);
      const wrong = answers.filter(
        ({ status, retryAfter, ms }) =>
          ms > longestMs ||
          ((status < 200 || status >= 300) &&
            !((status === 503 || status === 429) && Number(retryAfter) > 0)),
      );
      expect(wrong).toEqual([]);
      expect(answers.filter(({ status }) => status === 503).length).toBeGreaterThan(20);

      for (let again = refused.splice(0); again.length > 0; again = refused.splice(0))
        await Promise.all(again.map(send));
      expect(performance.now() - thawedAt).toBeLessThan(longestMs);
      for (let round = 0; round < 5; round++)
        for (const answer of await Promise.all(others().map(ask))) expect(answer.status).toBeLessThan(300);

      const effects = await readEffects(postgres.url);
      for (const kind of ['lines', 'requests'] as const) {
        expect([...effects[kind].keys()].sort()).toEqual([...taken[kind]].sort());
        expect([...effects[kind]].filter(([, times]) => times !== 1)).toEqual([]);
      }
      const [left] = await query<{ connections: number; forgotten: number }>(
        `SELECT count(*)::int AS connections, (count(*) FILTER (WHERE xact_start < now() - interval '5 s'))::int AS forgotten
         FROM pg_stat_activity WHERE backend_type = 'client backend' AND application_name NOT IN ('looker', 'apiscope-worker')`,
      );
      // The worker has a pool as well.
      expect(left!.connections).toBeLessThanOrEqual(2 * mostConnections);
      expect(left!.forgotten).toBe(0);
    }, 120_000);

    it('goes on with its jobs', async () => {
      const job = { task: 'health_check', payload: {} };
      const { status, text } = await ask({ method: 'POST', path: '/worker/jobs', body: job });
      expect(status).toBe(201);
      const { id } = JSON.parse(text).data as { id: string };
      const state = async (): Promise<unknown> =>
        JSON.parse((await ask({ method: 'GET', path: `/worker/jobs/${id}` })).text).data.status;
      await expect.poll(state, { timeout: 20_000, interval: 200 }).toBe('succeeded');
      expect(worker.child.exitCode).toBeNull();
    }, 30_000);

    it('has an API that is told to stop meanwhile answer what it has, and end in order', async () => {
      await Promise.all(Array.from({ length: 6 }, () => ask(others()[0]!)));
      await postgres.freeze();
      try {
        const asked = others().map(ask);
        await sleep(1_000);
        const startedAt = performance.now();
        const end = await api.stop('SIGTERM');
        expect(end.code).toBe(0);
        expect(performance.now() - startedAt).toBeLessThan(10_000);
        const wrong = (await Promise.all(asked)).filter(
          ({ status, retryAfter }) => status !== 200 && !(status === 503 && Number(retryAfter) > 0),
        );
        expect(wrong).toEqual([]);
      } finally {
        postgres.thaw();
      }
    }, 60_000);
  },
);
