import { runMigrations } from 'graphile-worker';
import pg from 'pg';
import { queueLogger } from '../queue-logger.ts';

/** Brings the tables of the queue up to date; safe for several starters at once. */
export async function migrateQueue({ url }: { url: string }): Promise<void> {
  // The queue does not wait for a pool of its own to end, and no longer listens to it by then: a database that goes away in
  // that moment would end the process.
  const pool = new pg.Pool({ connectionString: url, max: 2 });
  const ignore = (): void => {};
  pool.on('error', ignore).on('connect', (client) => client.on('error', ignore));
  try {
    await runMigrations({ pgPool: pool, logger: queueLogger() });
  } finally {
    await pool.end();
  }
}
