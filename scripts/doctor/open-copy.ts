import { constants } from 'node:fs';
import { cp, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Largest folder that is copied, bytes. */
const maxBytes = 1024 * 1024 * 1024;

/**
 * Opens a copy of a stopped embedded database: opening the folder itself would write to it. A folder above 1 GiB is left alone.
 * @throws Error when the copy cannot be made or opened.
 */
export async function openCopy(
  folder: string,
): Promise<{ url: string; remove(): Promise<void> } | { tooLarge: string }> {
  const bytes = await sizeOf(folder);
  if (bytes > maxBytes) return { tooLarge: `${(bytes / maxBytes).toFixed(1)} GiB` };
  const copy = await mkdtemp(join(tmpdir(), 'apiscope-doctor-'));
  const remove = () => rm(copy, { recursive: true, force: true });
  try {
    await cp(join(folder, 'cluster'), join(copy, 'cluster'), {
      recursive: true,
      mode: constants.COPYFILE_FICLONE,
    });
    const { startEmbedded } = await import('../../packages/db/src/embedded/start-embedded.ts');
    const embedded = await startEmbedded({ dataDir: copy });
    return {
      url: embedded.url,
      async remove() {
        await embedded.stop();
        await remove();
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const sizes = entries
    .filter((entry) => entry.isFile())
    .map(async (entry) => (await stat(join(entry.parentPath, entry.name))).size);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
