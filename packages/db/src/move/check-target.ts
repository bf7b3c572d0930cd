import { AppError } from '@apiscope/core/errors';
import type pg from 'pg';
import { migrationStanding } from '../migrate.ts';
import { listMovedTables } from './list-tables.ts';
import { refuseRows } from './move-rows.ts';

/** What migrating will do, tried and rolled back. The extensions may be there already, or may be made only by a superuser. */
const trials: readonly [what: string, sql: string][] = [
  ['create the extension vector', 'CREATE EXTENSION IF NOT EXISTS vector'],
  ['create the extension pg_trgm', 'CREATE EXTENSION IF NOT EXISTS pg_trgm'],
  ['create tables in the schema public', 'CREATE TABLE public.apiscope_may_create ()'],
  ['create schemas', 'CREATE SCHEMA apiscope_may_create'],
];

/**
 * Checks that a database, whose server has passed `checkDatabase`, can take in all of Apiscope's data, and changes nothing.
 * @throws AppError CONFLICT with one message that says what is in the way.
 */
export async function checkTarget(client: pg.ClientBase, url: string): Promise<void> {
  const { rows } = await client.query<{ user: string }>('SELECT current_user AS user');
  const { user } = rows[0]!;
  const { ahead } = await migrationStanding({ url });
  if (ahead.length > 0)
    throw new AppError('CONFLICT', `the target is of a later release (it has ${ahead.join(', ')})`);
  await refuseRows(
    client,
    (await listMovedTables(client)).map(({ name }) => name),
  );
  for (const [what, sql] of trials) {
    await client.query('BEGIN');
    try {
      await client.query(sql);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new AppError('CONFLICT', `the role ${user} may not ${what} on the target: ${reason}`);
    } finally {
      await client.query('ROLLBACK');
    }
  }
}
