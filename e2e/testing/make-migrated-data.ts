import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbedded } from '../../packages/db/src/embedded/start-embedded.ts';
import { prepareDatabase } from '../../packages/jobs/src/migrate/prepare-database.ts';
import { databaseFolder } from '../../scripts/start/settings.ts';

/** A data directory whose database is migrated and empty. Making one takes most of a first start, so servers start on copies. */
export type MigratedData = { directory: string; drop(): Promise<void> };

/** Makes the directory that {@link copyData} copies. */
export async function makeMigratedData(): Promise<MigratedData> {
  const directory = await mkdtemp(join(tmpdir(), 'apiscope-e2e-migrated-'));
  const embedded = await startEmbedded({ dataDir: databaseFolder(directory) });
  try {
    await prepareDatabase({ url: embedded.url });
  } finally {
    await embedded.stop();
  }
  return { directory, drop: () => rm(directory, { recursive: true, force: true }) };
}

/** A data directory of its own, like `from`; empty without it. */
export async function copyData(from: string | null): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'apiscope-e2e-'));
  if (from !== null) await cp(from, directory, { recursive: true });
  return directory;
}
