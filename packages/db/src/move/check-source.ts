import { AppError } from '@apiscope/core/errors';
import type pg from 'pg';
import { staleAfterSeconds } from '../jobs/heartbeat.ts';
import { migrationStanding } from '../migrate.ts';

/**
 * Checks that a database can be moved as it is: it has all migrations of this release, and nobody else is using it.
 * @throws AppError CONFLICT with one message that says what to do.
 */
export async function checkSource(client: pg.ClientBase, url: string): Promise<void> {
  const { pending, ahead } = await migrationStanding({ url });
  if (ahead.length > 0)
    throw new AppError(
      'CONFLICT',
      `the source is of a later release, which has to move it (it has ${ahead.join(', ')})`,
    );
  if (pending.length > 0)
    throw new AppError(
      'CONFLICT',
      `the source is of an earlier release; start this one on it once, which migrates it (missing: ${pending.join(', ')})`,
    );
  const { rows } = await client.query<{ user: string }>(
    `SELECT DISTINCT coalesce(nullif(application_name, ''), usename, 'unnamed') AS user FROM pg_stat_activity
     WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()
     UNION SELECT 'worker ' || id FROM worker_heartbeats WHERE seen_at > now() - make_interval(secs => $1)`,
    [staleAfterSeconds],
  );
  if (rows.length > 0)
    throw new AppError(
      'CONFLICT',
      `the source is in use by ${rows.map(({ user }) => user).join(', ')}; what is written meanwhile would stay behind: stop API and worker, and wait ${staleAfterSeconds} s`,
    );
}
