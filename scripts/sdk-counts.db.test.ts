import { setTimeout as sleep } from 'node:timers/promises';
import autocannon from 'autocannon';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type CutLine, openCutLine } from '../apps/api/src/testing/cut-line.ts';
import { type ApiProcess, freePort, spawnApi } from '../apps/api/src/testing/spawn-api.ts';
import { type SpawnedWorker, spawnWorker } from '../apps/api/src/testing/spawn-worker.ts';
import { createTestDb, type TestDb } from '../packages/db/src/testing/test-db.ts';
import { type HostProcess, startHost } from './testing/host-process.ts';

/** Requests that each service answers, and a second's worth of them: they last over all that is done to the platform. */
const amount = 9_000;
const rate = 200;
const outageMs = 30_000;

let test: TestDb;
let line: CutLine;
let worker: SpawnedWorker;
let api: ApiProcess;
const hosts: HostProcess[] = [];
beforeAll(async () => {
  test = await createTestDb();
  line = await openCutLine(test.url);
});
afterAll(async () => {
  for (const host of hosts) host.kill();
  worker?.child.kill('SIGKILL');
  await api?.stop('SIGKILL');
  await line.cut();
  await test.close();
});

const paths: Record<string, string> = {
  express: '/users/4711',
  fastify: '/users/4711',
  hono: '/users/4711',
  trpc: '/trpc/users.first,users.last?batch=1&input=%7B%7D',
};

it('counts every request of four frameworks once, over a killed platform and a database that is away for 30 s', async () => {
  const port = await freePort();
  const start = () => spawnApi({ DATABASE_URL: line.url, PORT: `${port}`, LOG_LEVEL: 'warn' });
  api = await start();
  for (const framework of Object.keys(paths)) hosts.push(await startHost(framework, api.origin));

  const load = Object.values(paths).map((path, at) =>
    autocannon({ url: hosts[at]!.origin + path, amount, overallRate: rate, connections: 20 }),
  );
  await sleep(3_000);
  await api.stop('SIGKILL');
  api = await start();
  await sleep(2_000);
  await line.cut();
  await sleep(outageMs);
  await line.mend();
  const answered = (await Promise.all(load)).map(({ '2xx': ok, non2xx, errors }) => ({ ok, non2xx, errors }));
  expect(answered).toEqual(answered.map(() => ({ ok: amount, non2xx: 0, errors: 0 })));

  worker = spawnWorker(test.url);
  await worker.ready;
  const closed = await Promise.all(hosts.splice(0).map((host) => host.stop()));
  const expected = [amount, amount, amount, 2 * amount];
  expect(closed.map(({ sent, dropped, lost }) => ({ sent, dropped, lost }))).toEqual(
    expected.map((sent) => ({ sent, dropped: 0, lost: 0 })),
  );
  await expect.poll(countByEndpoint, { timeout: 60_000, interval: 500 }).toEqual({
    'express GET /users/{id}': amount,
    'fastify GET /users/{id}': amount,
    'hono GET /users/{id}': amount,
    'trpc GET /trpc/users.first': amount,
    'trpc GET /trpc/users.last': amount,
  });
}, 240_000);

/** Requests of each endpoint, by the windows of minutes and by those of days, which must agree. */
async function countByEndpoint(): Promise<Record<string, number>> {
  const rows = await test.db.$queryRaw<{ name: string; minutes: number; days: number }[]>`
    SELECT service || ' ' || endpoint AS name, sum(traffic_count) FILTER (WHERE resolution = 60)::int AS minutes,
           sum(traffic_count) FILTER (WHERE resolution = 86400)::int AS days
    FROM metrics WHERE service <> 'apiscope' GROUP BY 1 ORDER BY 1`;
  return Object.fromEntries(rows.map(({ name, minutes, days }) => [name, minutes === days ? minutes : -1]));
}
