import { checkDatabase } from '@apiscope/db/check-database';
import { migrate } from '@apiscope/db/migrate';
import { adoptCluster } from '@apiscope/db/stream/adopt-cluster';
import { migrateQueue } from './migrate-queue.ts';

/**
 * Checks that a database can hold Apiscope and brings its tables, and those of the queue, up to date; one that was
 * restored from another cluster is made at home here. Safe for several starters at once.
 * @returns names of the migrations applied now, and of those that a later release applied.
 * @throws AppError with one message that says what is missing or failed.
 */
export async function prepareDatabase({
  url,
}: {
  url: string;
}): Promise<{ applied: string[]; ahead: string[] }> {
  await checkDatabase({ url });
  const done = await migrate({ url });
  await adoptCluster({ url });
  await migrateQueue({ url });
  return done;
}
