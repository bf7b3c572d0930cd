import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
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
  return {
    url,
    halt: async () => void (await tell('halt')),
    resume: async () => void (await tell('resume')),
    async stop() {
      await tell('stop');
      await rm(above, { recursive: true, force: true });
    },
  };
}
