import { type ChildProcess, spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inject } from 'vitest';
import { copyData } from './make-migrated-data.ts';

export const root = join(import.meta.dirname, '../..');

/** A whole Apiscope, started as a person does, with a port and data of its own. */
export type TestServer = {
  url: string;
  /** Process id of the supervisor. */
  pid: number;
  stop(): Promise<void>;
};

const startMs = 150_000;

/**
 * Starts a server on a free port, told `more` by its environment, on a copy of the data directory `from`: a migrated, empty
 * database unless said otherwise; null: no data directory yet, as on the very first start.
 * @throws Error with its output when it is not ready in time.
 */
export async function startServer(
  more: Readonly<Record<string, string>> = {},
  from: string | null = inject('migratedData'),
): Promise<TestServer> {
  const port = await freePort();
  const dataDir = await copyData(from);
  const child = spawn(process.execPath, [join(root, 'scripts/start.mjs')], {
    cwd: root,
    env: { ...process.env, PORT: String(port), DATA_DIR: dataDir, DATABASE_URL: '', ...more },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text: Buffer) => {
      output = (output + text).slice(-20_000);
    });
  const url = `http://localhost:${port}`;
  try {
    await untilReady(url, child);
  } catch (error) {
    child.kill('SIGTERM');
    throw new Error(`${String(error)}\n${output}`, { cause: error });
  }
  return {
    url,
    pid: child.pid ?? 0,
    stop: async () => {
      if (child.exitCode === null) {
        const ended = new Promise((resolve) => child.once('exit', resolve));
        child.kill('SIGTERM');
        await ended;
      }
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function untilReady(url: string, child: ChildProcess): Promise<void> {
  const deadline = performance.now() + startMs;
  while (performance.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`the server ended with code ${child.exitCode}`);
    const isReady = await fetch(`${url}/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady) return;
    await sleep(200);
  }
  throw new Error(`the server was not ready after ${startMs} ms`);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (typeof address === 'object' && address ? resolve(address.port) : reject()));
    });
  });
}
