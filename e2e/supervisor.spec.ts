import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'apiscope-supervisor-'));
const startMs = 150_000;
let port: number;
let running: Run;

type Run = { process: ChildProcess; output(): string; ended: Promise<number | null> };

function start(env: Record<string, string>): Run {
  const child = spawn(process.execPath, [join(root, 'scripts/start.mjs')], {
    cwd: root,
    env: { ...process.env, DATABASE_URL: '', DATA_DIR: join(folder, 'data'), PORT: `${port}`, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text: Buffer) => {
      output += text;
    });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return { process: child, output: () => output, ended };
}

async function until(what: string, holds: () => boolean, withinMs: number): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!holds()) {
    if (performance.now() > deadline)
      throw new Error(`not within ${withinMs} ms: ${what}\n${running.output()}`);
    await sleep(100);
  }
}

/** Process ids of the three children by the end of their entry's path. */
function childrenOf(supervisor: ChildProcess): Record<'database' | 'api' | 'worker', number> {
  const lines = execFileSync('ps', ['-o', 'pid=,args=', '--ppid', `${supervisor.pid}`], { encoding: 'utf8' });
  const find = (part: string): number =>
    Number.parseInt(lines.split('\n').find((line) => line.includes(part)) ?? '', 10);
  return {
    database: find('embedded/server.ts'),
    api: find('apps/api/src/main.ts'),
    worker: find('packages/jobs/src/main.ts'),
  };
}

/** A zombie is gone: it only waits to be counted by whoever adopted it. */
function isRunning(pid: number): boolean {
  try {
    return !execFileSync('ps', ['-o', 'stat=', '-p', `${pid}`], { encoding: 'utf8' }).startsWith('Z');
  } catch {
    return false;
  }
}

function takeFreePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

beforeAll(async () => {
  port = await takeFreePort();
  running = start({});
  await until('ready', () => running.output().includes(`is ready: http://localhost:${port}`), startMs);
});
afterAll(async () => {
  running.process.kill('SIGTERM');
  await running.ended;
  rmSync(folder, { recursive: true, force: true });
});

it('says which process ended, why, and when it is back', async () => {
  process.kill(childrenOf(running.process).worker, 'SIGKILL');
  await until('worker back', () => /worker is back after \d/.test(running.output()), 60_000);
  expect(running.output()).toContain('worker was ended by SIGKILL; starting it again in 0.5 s');
});

it('refuses a taken port in one line, before anything is started', async () => {
  const second = start({ DATA_DIR: join(folder, 'other') });
  expect(await second.ended).toBe(1);
  expect(
    second
      .output()
      .match(/apiscope: .*/g)
      ?.at(-1),
  ).toBe(
    `apiscope: port ${port} is taken by another program; stop it, or choose another port: PORT=${port + 1} npm start`,
  );
  expect(existsSync(join(folder, 'other'))).toBe(false);
});

it('refuses the data folder of another instance in words', async () => {
  const second = start({ PORT: `${await takeFreePort()}` });
  expect(await second.ended).toBe(1);
  expect(second.output()).toContain(`${join(folder, 'data')} is in use by another Apiscope`);
});

it('leaves no process behind when it is killed, and starts again on the same data', async () => {
  const children = Object.values(childrenOf(running.process));
  running.process.kill('SIGKILL');
  await running.ended;
  running = start({});
  await until('ready again', () => running.output().includes('is ready'), startMs);
  expect(children.filter(isRunning)).toEqual([]);
}, 180_000);

it('stops everything in order and ends with 0', async () => {
  const children = Object.values(childrenOf(running.process));
  running.process.kill('SIGINT');
  expect(await running.ended).toBe(0);
  expect(children.filter(isRunning)).toEqual([]);
  expect(running.output()).toMatch(/apiscope: stopping\n[\s\S]*apiscope: stopped\n$/);
});
