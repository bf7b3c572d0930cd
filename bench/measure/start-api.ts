import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** The API as a process of its own, as it runs in production. */
export type Api = {
  url: string;
  pid: number;
  /** Its resident memory, MiB. */
  rss(): number;
  stop(): Promise<void>;
};

const root = join(import.meta.dirname, '../..');

/** Starts `apps/api/src/main.ts` on a free port. `nodeArgs` go before the script, for example to profile it. */
export async function startApi(
  databaseUrl: string,
  { nodeArgs = [] }: { nodeArgs?: readonly string[] } = {},
): Promise<Api> {
  const child = spawn(
    process.execPath,
    [
      '--import',
      join(root, 'node_modules/tsx/dist/esm/index.mjs'),
      ...nodeArgs,
      join(root, 'apps/api/src/main.ts'),
    ],
    {
      cwd: root,
      env: {
        ...process.env,
        NODE_ENV: 'production',
        DATABASE_URL: databaseUrl,
        HOST: '127.0.0.1',
        PORT: '0',
        LOG_LEVEL: 'silent',
      },
      // It ends with this process: the end of the channel tells it.
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    },
  );
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout! }).on('line', (line) => {
      const port = /^API READY .*:(\d+)$/.exec(line)?.[1];
      if (port !== undefined) resolve(`http://127.0.0.1:${port}`);
    });
    child.once('exit', (code) => reject(new Error(`the API ended with code ${code}`)));
  });
  return {
    url,
    pid: child.pid!,
    rss() {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
      return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1_024);
    },
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
