import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const script = join(import.meta.dirname, '../native-postgres.sh');

/** A PostgreSQL server of a test's own, which it may stop as often as it likes. */
export type OwnPostgres = {
  url: string;
  /** Stops it as a crash does: whatever runs on it is cut off, and nobody is let in. */
  halt(): Promise<void>;
  /** Starts it again on the same port; resolves when it takes connections. */
  resume(): Promise<void>;
  /** Makes every process of it stand still, as on a machine that is stuck: connections stay, and nobody answers on them. */
  freeze(): Promise<void>;
  /** Lets them go on where they stood. */
  thaw(): void;
  stop(): Promise<void>;
};

/** Whether this machine can start one without installing anything. */
export const hasOwnPostgres =
  process.getuid?.() === 0 &&
  existsSync('/usr/lib/postgresql/15/bin/postgres') &&
  existsSync('/usr/share/postgresql/15/extension/vector.control');

/** Starts an empty server in a temporary folder. */
export async function startOwnPostgres(): Promise<OwnPostgres> {
  const above = await mkdtemp(join(tmpdir(), 'apiscope-postgres-'));
  // The server runs as a user of its own.
  await chmod(above, 0o755);
  const folder = join(above, 'cluster');
  const tell = async (command: string): Promise<string> =>
    (await run('bash', [script, command, folder])).stdout.trim();
  const url = (await tell('start')).replace('DATABASE_URL=', '');
  let frozen: number[] = [];
  const thaw = (): void => {
    for (const pid of frozen) process.kill(pid, 'SIGCONT');
    frozen = [];
  };
  return {
    url,
    async freeze() {
      const [pid] = (await readFile(join(folder, 'data/postmaster.pid'), 'utf8')).split('\n');
      // First the one that makes the others.
      process.kill(Number(pid), 'SIGSTOP');
      const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
      frozen = [Number(pid), ...children.trim().split(' ').map(Number)];
      for (const child of frozen.slice(1)) process.kill(child, 'SIGSTOP');
    },
    thaw,
    halt: async () => void (await tell('halt')),
    resume: async () => void (await tell('resume')),
    async stop() {
      thaw();
      await tell('stop');
      await rm(above, { recursive: true, force: true });
    },
  };
}
