import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../testing/spawn-api.ts';

/** Whether nginx is installed. */
export const hasNginx = spawnSync('nginx', ['-v']).status === 0;

/** nginx that runs, and where it answers. */
export type Nginx = { origin: string; stop(): Promise<void> };

/** nginx in front of an origin with everything at its default: responses are buffered unless the answer says otherwise. */
export function startNginx(origin: string): Promise<Nginx> {
  return runNginx(({ directory, port }) => {
    const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
      .map((kind) => `${kind}_temp_path ${directory}/${kind};`)
      .join('\n');
    return `worker_processes 1; pid ${directory}/pid; error_log ${directory}/error.log;
     events {}
     http { access_log off; gzip on; ${paths}
       server { listen 127.0.0.1:${port}; location / { proxy_pass ${origin}; } } }`;
  });
}

/** nginx with a configuration that is told the port to listen at and a folder to write to, once `/health/live` is answered through it. */
export async function runNginx(
  configure: (given: { directory: string; port: number }) => string,
): Promise<Nginx> {
  const directory = await mkdtemp(join(tmpdir(), 'apiscope-nginx-'));
  // Started by root its workers are somebody else, and still write there.
  await chmod(directory, 0o711);
  const port = await freePort();
  const file = join(directory, 'nginx.conf');
  await writeFile(file, configure({ directory, port }));
  const child: ChildProcess = spawn('nginx', ['-p', directory, '-c', file, '-g', 'daemon off;'], {
    stdio: 'ignore',
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const own = `http://127.0.0.1:${port}`;
  for (let wait = 0; !(await answers(own)); wait++) {
    if (wait === 100 || child.exitCode !== null) throw new Error('nginx did not start');
    await sleep(50);
  }
  return {
    origin: own,
    async stop() {
      child.kill('SIGTERM');
      await ended;
      await rm(directory, { recursive: true });
    },
  };
}

async function answers(origin: string): Promise<boolean> {
  try {
    return (await fetch(`${origin}/health/live`)).ok;
  } catch {
    return false;
  }
}
