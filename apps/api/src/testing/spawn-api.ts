import { type ChildProcess, spawn } from 'node:child_process';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';

/** The API as a process of its own. */
export type ApiProcess = {
  origin: string;
  child: ChildProcess;
  /** What it has written so far, both outputs. */
  output(): string;
  /** Sends a signal and waits for the end. */
  stop(signal: 'SIGTERM' | 'SIGKILL'): Promise<{ code: number | null; signal: string | null }>;
};

/** Starts main.ts and waits until it says that it is ready. @throws Error with its output when it ends first. */
export async function spawnApi(env: Record<string, string>): Promise<ApiProcess> {
  const child = spawn(process.execPath, ['--import', 'tsx', join(import.meta.dirname, '../main.ts')], {
    cwd: join(import.meta.dirname, '../..'),
    env: { PATH: process.env.PATH, NODE_ENV: 'production', HOST: '127.0.0.1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const ended = new Promise<{ code: number | null; signal: string | null }>((resolve) =>
    child.once('exit', (code, signal) => resolve({ code, signal })),
  );
  const ready = new Promise<string>((resolve) => {
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        const origin = /^API READY (\S+)$/m.exec(output)?.[1];
        if (origin) resolve(origin.replace('localhost', '127.0.0.1'));
      });
  });
  const failed = ended.then(() => {
    throw new Error(output);
  });
  // It is waited for again by stop, so its failure after the start is nobody's news.
  failed.catch(() => {});
  const origin = await Promise.race([ready, failed]);
  return {
    origin,
    child,
    output: () => output,
    stop(signal) {
      child.kill(signal);
      return ended;
    },
  };
}

/** A port that is free now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
