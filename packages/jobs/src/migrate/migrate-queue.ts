import { runMigrations } from 'graphile-worker';
import { queueLogger } from '../queue-logger.ts';

/** Brings the tables of the queue up to date; safe for several starters at once. */
export async function migrateQueue({ url }: { url: string }): Promise<void> {
  await runMigrations({ connectionString: url, maxPoolSize: 2, logger: queueLogger() });
}
