import { type ChildProcess, spawn } from 'node:child_process';

/** A worker process over a database, as `npm start` runs it, and all that it wrote. */
export type SpawnedWorker = { child: ChildProcess; output(): string; ready: Promise<void> };

const main = new URL('../../../../packages/jobs/src/main.ts', import.meta.url).pathname;

/** @param file another program that says `WORKER READY`. */
export function spawnWorker(url: string, file = main): SpawnedWorker {
  const child = spawn(process.execPath, ['--import', 'tsx', file], {
    env: { PATH: process.env.PATH, NODE_ENV: 'production', DATABASE_URL: url, LOG_LEVEL: 'debug' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const ready = new Promise<void>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the worker ended with ${code}: ${output}`)));
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        output += chunk;
        if (output.includes('WORKER READY')) resolve();
      });
  });
  return { child, output: () => output, ready };
}
