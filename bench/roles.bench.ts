// How soon each role of a build is ready, and what it holds while nobody asks: each alone in an empty folder, on a database of its own.
import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { prepareDatabase } from '../packages/jobs/src/migrate/prepare-database.ts';
import { buildOnce } from '../scripts/testing/build-once.ts';
import { isolate, runBuilt } from '../scripts/testing/built-process.ts';
import { rounds, serverUrl } from './env.ts';
import { describeMachine } from './measure/describe-machine.ts';
import { printTable } from './measure/print-table.ts';

if (serverUrl === '') {
  console.log('TEST_DATABASE_URL names no server to make a database on');
  process.exit(0);
}
/** Long enough for what starts by itself to be over, ms. */
const idleMs = 10_000;
const measured = [
  { role: 'api', file: 'server.mjs', ready: /^API READY/m, most: 120 },
  { role: 'worker', file: 'main.mjs', ready: /^WORKER READY/m, most: 100 },
] as const;

const name = `bench_roles_${process.pid}`;
const server = new pg.Client({ connectionString: serverUrl });
await server.connect();
await server.query(`CREATE DATABASE ${name}`);
const url = Object.assign(new URL(serverUrl), { pathname: `/${name}` }).toString();
try {
  await prepareDatabase({ url });
  const built = await buildOnce();
  console.log(await describeMachine(url));
  const rows = [];
  for (const { role, file, ready, most } of measured) {
    const folder = await isolate(built[role]);
    const seen: { readyMs: number; cpuMs: number; rss: number }[] = [];
    for (let round = 0; round < rounds; round++) {
      const from = performance.now();
      const started = await runBuilt(folder, { file, ready, env: { DATABASE_URL: url, PORT: '0' } });
      const readyMs = performance.now() - from;
      const cpuMs = cpuOf(started.child.pid!);
      await sleep(idleMs);
      seen.push({ readyMs, cpuMs, rss: residentOf(started.child.pid!) });
      await started.end('SIGTERM');
    }
    await rm(folder, { recursive: true });
    const median = (of: (typeof seen)[number][]) => of[Math.floor(of.length / 2)]!;
    const by = (key: 'readyMs' | 'cpuMs' | 'rss') => median([...seen].sort((a, b) => a[key] - b[key]))[key];
    rows.push([
      role,
      `${by('readyMs').toFixed(0)} ms`,
      `${by('cpuMs')} ms`,
      `${by('rss').toFixed(0)} MB`,
      `${most} MB`,
    ]);
  }
  printTable(['role', 'ready after', 'CPU time', 'resident when idle', 'at most'], rows);
} finally {
  await server.query(`DROP DATABASE ${name} WITH (FORCE)`);
  await server.end();
}

/** Processor time so far; clock ticks are 10 ms on Linux. */
function cpuOf(pid: number): number {
  const [, , , , , , , , , , , , , user, system] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(' ');
  return (Number(user) + Number(system)) * 10;
}

function residentOf(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1_000;
}
