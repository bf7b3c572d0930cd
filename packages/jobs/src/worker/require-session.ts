import { AppError } from '@apiscope/core/errors';
import { deafMessage, hearsNotifications } from '@apiscope/db/stream/hears-notifications';
import { notify } from '@apiscope/db/stream/notify';
import pg from 'pg';
import type { WorkerDeps } from './deps.ts';

/**
 * The queue listens for new jobs and prepares its statements by name, so its connections must keep their session.
 * @throws AppError SERVICE_UNAVAILABLE that names the variable to set when they do not; what the database answers when it cannot be reached.
 */
export async function requireSession({ db, directUrl }: Pick<WorkerDeps, 'db' | 'directUrl'>): Promise<void> {
  const client = new pg.Client({
    connectionString: directUrl,
    connectionTimeoutMillis: 10_000,
    application_name: 'apiscope-worker',
  });
  // It is told by what then fails.
  client.on('error', () => {});
  try {
    await client.connect();
    if (!(await hearsNotifications(client, (channel) => notify(db, channel))))
      throw new AppError('SERVICE_UNAVAILABLE', deafMessage);
  } finally {
    await client.end().catch(() => {});
  }
}
