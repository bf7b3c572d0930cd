import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { LockHeldError } from '../../packages/db/src/embedded/pid-lock.ts';
import { startEmbedded } from '../../packages/db/src/embedded/start-embedded.ts';
import { databaseFolder } from '../start/settings.ts';
import { isDatabaseUrl, UsageError } from './parse-arguments.ts';

/** Nothing is rolled back because the target takes its time. */
const idleInTransactionMs = 24 * 3_600_000;

/** Opens a source by its URL or its data folder. @throws UsageError when there is none, or it is the one of an Apiscope that runs. */
export async function openSource(place: string): Promise<{ url: string; close(): Promise<void> }> {
  if (isDatabaseUrl(place)) return { url: place, close: async () => {} };
  const dataDir = databaseFolder(place);
  if (!existsSync(join(dataDir, 'cluster')))
    throw new UsageError(`there is no database in ${place}; name the data folder with --from`);
  try {
    const { url, stop } = await startEmbedded({ dataDir, idleInTransactionMs });
    return { url, close: stop };
  } catch (error) {
    if (!(error instanceof LockHeldError)) throw error;
    throw new UsageError(`${place} is in use by an Apiscope that runs (process ${error.pid}); stop it first`);
  }
}
