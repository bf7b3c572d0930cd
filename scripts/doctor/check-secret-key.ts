import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { replayEnv } from '../../packages/core/src/replay/replay-env.ts';
import { openHeaders } from '../../packages/replay/src/seal/open-headers.ts';
import { fail, type Machine, type OpenDatabase, type Outcome, ok, reasonOf, skip, warn } from './check.ts';

const makeOne = 'APISCOPE_SECRET_KEY=$(openssl rand -base64 32), or put the kept file back';

/** Whether there is a key, it is one, and nobody else may read it. */
export async function checkSecretKey(machine: Machine): Promise<Outcome> {
  const { env, dataDir } = machine;
  const path = keyFile(dataDir);
  if (env.APISCOPE_SECRET_KEY)
    return isKey(env.APISCOPE_SECRET_KEY)
      ? ok('that of APISCOPE_SECRET_KEY')
      : fail('APISCOPE_SECRET_KEY is not 32 bytes in base64', makeOne);
  const text = await readKeyFile(dataDir);
  if (text === null) return ok(`none yet: npm start makes ${path}`);
  if (!isKey(text)) return fail(`${path} does not hold 32 bytes in base64`, makeOne);
  const { mode } = await stat(path);
  return (mode & 0o077) === 0
    ? ok(`that of ${path}`)
    : warn(`others of this machine may read ${path}`, `chmod 600 ${path}`);
}

/** Whether the key opens what was sealed with it: the headers of replay targets. */
export async function checkSealed({ client }: OpenDatabase, { env, dataDir }: Machine): Promise<Outcome> {
  const { rows } = await client.query<{ service: string; sealed: Buffer }>(
    'SELECT service, headers_sealed AS sealed FROM replay_targets WHERE headers_sealed IS NOT NULL AND deleted_at IS NULL',
  );
  if (rows.length === 0) return ok('nothing is sealed');
  const text = env.APISCOPE_SECRET_KEY || (await readKeyFile(dataDir));
  if (text && !isKey(text)) return skip('not checked: the secret key is none');
  const key = text ? Uint8Array.from(Buffer.from(text, 'base64')) : null;
  const closed = rows.filter(({ service, sealed }) => !opens(sealed, { key, service }));
  if (closed.length === 0) return ok(`the secret key opens the headers of ${rows.length} targets`);
  return fail(
    `the headers of ${closed.length} of ${rows.length} targets were sealed with another secret key than this`,
    'set APISCOPE_SECRET_KEY to the one they were sealed with, or set those headers anew on /dashboard/targets',
  );
}

function opens(sealed: Buffer, options: { key: Uint8Array | null; service: string }): boolean {
  try {
    openHeaders(sealed, options);
    return true;
  } catch {
    return false;
  }
}

function keyFile(dataDir: string): string {
  return join(dataDir, 'secret-key');
}

/** Null when there is none. @throws Error when it is there and may not be read. */
async function readKeyFile(dataDir: string): Promise<string | null> {
  try {
    return (await readFile(keyFile(dataDir), 'utf8')).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new Error(`${keyFile(dataDir)} cannot be read: ${reasonOf(error)}`);
  }
}

function isKey(text: string): boolean {
  return replayEnv.APISCOPE_SECRET_KEY.safeParse(text).success;
}
