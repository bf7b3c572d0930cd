import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Bytes of a key of AES-256. */
const KEY_BYTES = 32;

/**
 * The key that seals the headers of replay targets, in base64: the one of the environment, else that of the file `secret-key` in the
 * data folder, made the first time and readable by its owner alone. A file that is there is never written again, whatever is in it.
 */
export async function readSecretKey(dataDir: string, given: string | undefined): Promise<string> {
  if (given) return given;
  const path = join(dataDir, 'secret-key');
  const kept = await readIfThere(path);
  if (kept !== null) return kept;
  await mkdir(dataDir, { recursive: true });
  const fresh = `${path}.${randomBytes(6).toString('hex')}`;
  const file = await open(fresh, 'wx', 0o600);
  try {
    await file.writeFile(`${randomBytes(KEY_BYTES).toString('base64')}\n`);
    await file.sync();
    // Whole or not at all, and of two that start at once the first.
    await link(fresh, path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  } finally {
    await file.close();
    await rm(fresh, { force: true });
  }
  return (await readIfThere(path)) ?? '';
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
