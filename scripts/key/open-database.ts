import { fileURLToPath } from 'node:url';
import { LockHeldError } from '../../packages/db/src/embedded/pid-lock.ts';
import { startEmbedded } from '../../packages/db/src/embedded/start-embedded.ts';
import { prepareDatabase } from '../../packages/jobs/src/migrate/prepare-database.ts';
import { databaseFolder, readSettings } from '../start/settings.ts';
import { UsageError } from './parse-arguments.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The database that `npm start` would use, migrated. @throws UsageError when it is the embedded one of an Apiscope that runs. */
export async function openDatabase(
  env: Readonly<Record<string, string | undefined>>,
): Promise<{ url: string; close(): Promise<void> }> {
  const { databaseUrl, directUrl, dataDir } = readSettings(
    { DATABASE_URL: env.DATABASE_URL, DATABASE_DIRECT_URL: env.DATABASE_DIRECT_URL, DATA_DIR: env.DATA_DIR },
    root,
  );
  if (databaseUrl !== undefined) {
    await prepareDatabase({ url: directUrl ?? databaseUrl });
    return { url: databaseUrl, close: async () => {} };
  }
  try {
    const embedded = await startEmbedded({ dataDir: databaseFolder(dataDir) });
    const { url } = embedded;
    await prepareDatabase({ url });
    return { url, close: () => embedded.stop() };
  } catch (error) {
    if (!(error instanceof LockHeldError)) throw error;
    throw new UsageError(
      `${dataDir} is in use by an Apiscope that runs; make the key on its page /dashboard/keys, or stop it for a moment`,
    );
  }
}
