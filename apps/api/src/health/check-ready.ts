import { AppError } from '@apiscope/core/errors';
import type { Deps } from '../deps.ts';
import { within } from './within.ts';

/** Whether requests can be served. @throws AppError SERVICE_UNAVAILABLE until the database is reached and migrated. */
export async function checkReady({ database }: Deps): Promise<{ status: 'ready' }> {
  const missing = await within(database.pendingMigrations());
  if (missing.length > 0)
    throw new AppError('SERVICE_UNAVAILABLE', `the database lacks ${missing.length} migrations`, {
      retryAfter: 5,
    });
  await within(database.ping());
  return { status: 'ready' };
}
