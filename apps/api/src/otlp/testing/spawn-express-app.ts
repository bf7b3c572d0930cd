import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';

export type ExpressApp = {
  origin: string;
  /** What it has written so far, both outputs. */
  output(): string;
  /** Asks it to end, which has its SDK send what it still holds, and waits for that. */
  stop(): Promise<void>;
};

const register = createRequire(import.meta.url).resolve('@opentelemetry/auto-instrumentations-node/register');

/** Starts a service that is instrumented without a line of its own, and waits until it listens. */
export async function spawnExpressApp(env: Record<string, string>): Promise<ExpressApp> {
  const file = join(import.meta.dirname, 'express-app.cjs');
  const child = spawn(process.execPath, ['--require', register, file], {
    env: { PATH: process.env.PATH, NODE_ENV: 'production', OTEL_LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const listening = new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        const port = /^PORT (\d+)$/m.exec(output)?.[1];
        if (port) resolve(port);
      });
    ended.then(() => reject(new Error(output)));
  });
  const port = await listening;
  return {
    origin: `http://127.0.0.1:${port}`,
    output: () => output,
    stop() {
      child.kill('SIGTERM');
      return ended;
    },
  };
}
