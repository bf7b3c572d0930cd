import { spawn, spawnSync } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { freePort } from '../../apps/api/src/testing/spawn-api.ts';
import { nobody } from '../testing/built-process.ts';

/** Whether PgBouncer is installed. */
export const hasPgbouncer = spawnSync('pgbouncer', ['--version']).status === 0;

/** PgBouncer that runs. */
export type Pgbouncer = { url: string; stop(): Promise<void> };

/** deploy/pgbouncer.ini in front of a database whose server asks for no password, with as many connections to it as are given. */
export async function startPgbouncer(databaseUrl: string, poolSize: number): Promise<Pgbouncer> {
  const directory = await mkdtemp(join(tmpdir(), 'apiscope-pgbouncer-'));
  const port = await freePort();
  const { hostname, port: databasePort, username, pathname } = new URL(databaseUrl);
  const users = join(directory, 'userlist.txt');
  await writeFile(users, `"${username}" ""\n`);
  const given: [RegExp, string][] = [
    [/^apiscope = .*$/m, `apiscope = host=${hostname} port=${databasePort} dbname=${pathname.slice(1)}`],
    [/^listen_addr = .*$/m, 'listen_addr = 127.0.0.1\nunix_socket_dir ='],
    [/^listen_port = .*$/m, `listen_port = ${port}`],
    [/^auth_type = .*$/m, 'auth_type = trust'],
    [/^auth_file = .*$/m, `auth_file = ${users}`],
    [/^default_pool_size = .*$/m, `default_pool_size = ${poolSize}`],
  ];
  let written = await readFile(join(import.meta.dirname, '../../deploy/pgbouncer.ini'), 'utf8');
  for (const [line, own] of given) {
    if (!line.test(written)) throw new Error(`${line} is not in the configuration`);
    written = written.replace(line, own);
  }
  const file = join(directory, 'pgbouncer.ini');
  await writeFile(file, written);
  // Root may not run it.
  await chmod(directory, 0o755);
  const child = spawn('pgbouncer', ['--quiet', file], { stdio: ['ignore', 'ignore', 'pipe'], ...nobody });
  let output = '';
  child.stderr.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = `postgres://${username}@127.0.0.1:${port}/apiscope`;
  for (let wait = 0; !(await answers(url)); wait++) {
    if (wait === 200 || child.exitCode !== null) throw new Error(`pgbouncer did not start: ${output}`);
    await sleep(50);
  }
  return {
    url,
    async stop() {
      child.kill('SIGTERM');
      await ended;
      await rm(directory, { recursive: true });
    },
  };
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}
