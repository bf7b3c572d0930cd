import { access, constants, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fail, type Machine, type Outcome, ok, warn } from './check.ts';

const mebibyte = 1024 * 1024;
/** Below the first a write may fail any moment; below the second it is time to look. */
const [tooLittle, little] = [256 * mebibyte, 2048 * mebibyte];

/** Whether the data folder can be written to, and for how long yet. */
export async function checkDisk({ dataDir }: Pick<Machine, 'dataDir'>): Promise<Outcome> {
  const folder = await nearest(dataDir);
  try {
    await access(folder, constants.W_OK);
  } catch {
    return fail(
      `${folder} may not be written to`,
      'give its owner the right, or set DATA_DIR to another folder',
    );
  }
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  const says = `${(free / 1024 / mebibyte).toFixed(1)} GiB free for ${dataDir}`;
  const fix = 'free some, keep less (/dashboard/retention), or set DATA_DIR to a larger disk';
  if (free < tooLittle) return fail(says, fix);
  return free < little ? warn(says, fix) : ok(says);
}

/** The folder, or the one above it that is there. */
async function nearest(folder: string): Promise<string> {
  try {
    await access(folder);
    return folder;
  } catch {
    return dirname(folder) === folder ? folder : nearest(dirname(folder));
  }
}
