import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ApiProcess, spawnApi } from '../testing/spawn-api.ts';

/** Takes connections and never says a word, as a database does whose machine is stuck. */
let silent: Server;
const open = new Set<Socket>();
let api: ApiProcess;
beforeAll(async () => {
  silent = createServer((socket) => {
    open.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => open.delete(socket));
    socket.resume();
  });
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  api = await spawnApi({
    DATABASE_URL: `postgres://postgres@127.0.0.1:${(silent.address() as AddressInfo).port}/postgres`,
    AUTH: 'on',
    PORT: '0',
    LOG_LEVEL: 'error',
    APISCOPE_SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
  });
}, 120_000);
afterAll(async () => {
  await api.stop('SIGKILL');
  for (const socket of open) socket.destroy();
  await new Promise((resolve) => silent.close(resolve));
});

/** What somebody shows whose key would have to be looked up. */
const headers = { authorization: `Bearer aps_${'x'.repeat(12)}_${'y'.repeat(43)}` };
async function ask(path: string): Promise<{ path: string; status: number; ms: number }> {
  const startedAt = performance.now();
  const response = await fetch(api.origin + path, { headers });
  await response.arrayBuffer();
  return { path, status: response.status, ms: performance.now() - startedAt };
}

it('a database that hangs delays no probe of life and no door that is open to all', async () => {
  const open = ['/health/live', '/trpc/health.live', '/doc', '/reference'];
  // Once before it counts: what is loaded or made at the first request takes its time too.
  for (const path of ['/logs', ...open]) await ask(path);
  // Whoever must be known waits, until no connection was to be had.
  let haveWaited = false;
  const waiting = Array.from({ length: 6 }, () => ask('/logs').finally(() => (haveWaited = true)));
  const answers = await Promise.all(open.map(ask));
  expect(haveWaited).toBe(false);
  expect(answers.map(({ path, status }) => [path, status])).toEqual(open.map((path) => [path, 200]));
  for (const { status } of await Promise.all(waiting)) expect(status).toBe(503);
}, 180_000);

it('probes of readiness answer 503 in time, and leave no connections behind', async () => {
  const probes = await Promise.all(
    ['/health/ready', '/health', '/trpc/health.ready'].flatMap((path) =>
      Array.from({ length: 10 }, () => ask(path)),
    ),
  );
  for (const { path, status, ms } of probes) {
    expect([path, status]).toEqual([path, 503]);
    expect(ms).toBeGreaterThan(3_000);
    expect(ms).toBeLessThan(10_000);
  }
  await expect.poll(() => open.size, { timeout: 20_000 }).toBeLessThan(10);
}, 60_000);
