import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '@apiscope/core/errors';
import { randomId } from '@apiscope/core/ids';
import pg from 'pg';

const migrationsDirectory = join(import.meta.dirname, '../prisma/migrations');

/** First line of a migration that must not run inside a transaction, such as one with CREATE INDEX CONCURRENTLY. */
const outsideTransaction = '-- no-transaction';

type Migration = { name: string; sql: string; checksum: string };
type AppliedMigration = { migration_name: string; checksum: string };

export type MigrateOptions = { url: string; directory?: string; log?: (line: string) => void };

/**
 * Brings the schema up to date with the migration folders, which have Prisma's format, and records each in `_prisma_migrations`
 * as Prisma does. Safe for several starters at once: the later ones wait for an advisory lock and find nothing left to do.
 * @returns names of the migrations applied now.
 * @throws AppError CONFLICT when an applied file was edited, or the database is newer than this release;
 * INTERNAL_SERVER_ERROR naming the file that failed, of which nothing is kept.
 */
export async function migrate({
  url,
  directory = migrationsDirectory,
  log = () => {},
}: MigrateOptions): Promise<{ applied: string[] }> {
  const migrations = await readMigrations(directory);
  const client = new pg.Client({ connectionString: url, application_name: 'apiscope-migrate' });
  await client.connect();
  try {
    await createLedger(client);
    const applied: string[] = [];
    for (;;) {
      const step = await applyNext(client, migrations);
      if (step === null) return { applied };
      if (!step.recorded) continue;
      log(`applied migration ${step.name}`);
      applied.push(step.name);
    }
  } finally {
    await client.end();
  }
}

/** Names of the migrations of this release that the database does not have yet. */
export async function pendingMigrations({
  url,
  directory = migrationsDirectory,
}: MigrateOptions): Promise<string[]> {
  const migrations = await readMigrations(directory);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ ledger: string | null }>(
      `SELECT to_regclass('_prisma_migrations')::text AS ledger`,
    );
    if (rows[0]?.ledger == null) return migrations.map(({ name }) => name);
    return pending(migrations, await readLedger(client)).map(({ name }) => name);
  } finally {
    await client.end();
  }
}

async function readMigrations(directory: string): Promise<Migration[]> {
  const entries = await readdir(directory, { withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(join(directory, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

/** The table as Prisma's own migrate creates it, so that both agree on what was applied. */
const ledgerSql = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id                  varchar(36) PRIMARY KEY NOT NULL,
  checksum            varchar(64) NOT NULL,
  finished_at         timestamptz,
  migration_name      varchar(255) NOT NULL,
  logs                text,
  rolled_back_at      timestamptz,
  started_at          timestamptz NOT NULL DEFAULT now(),
  applied_steps_count integer NOT NULL DEFAULT 0
)`;

/** The key of Prisma's own migration lock, so that its CLI and this runner exclude each other. */
const lockKey = 72_707_369;
const lockRetryMs = 50;

async function createLedger(client: pg.Client): Promise<void> {
  await beginLocked(client);
  await client.query(ledgerSql);
  await client.query('COMMIT');
}

async function readLedger(client: pg.Client): Promise<AppliedMigration[]> {
  const { rows } = await client.query<AppliedMigration>(
    'SELECT migration_name, checksum FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
  );
  return rows;
}

function pending(migrations: Migration[], ledger: AppliedMigration[]): Migration[] {
  const applied = new Map(ledger.map((row) => [row.migration_name, row.checksum]));
  const known = new Set(migrations.map(({ name }) => name));
  const foreign = [...applied.keys()].filter((name) => !known.has(name));
  if (foreign.length > 0) {
    throw new AppError(
      'CONFLICT',
      `the database has migrations that this release does not know, so it is newer: ${foreign.join(', ')}`,
    );
  }
  const edited = migrations.find(({ name, checksum }) => applied.has(name) && applied.get(name) !== checksum);
  if (edited)
    throw new AppError(
      'CONFLICT',
      `migration ${edited.name} was edited after it had been applied; write a new one instead`,
    );
  return migrations.filter(({ name }) => !applied.has(name));
}

/** Applies the first migration that is missing, under the lock and in one transaction with its ledger row; null when none is. */
async function applyNext(
  client: pg.Client,
  migrations: Migration[],
): Promise<{ name: string; recorded: boolean } | null> {
  await beginLocked(client);
  try {
    const [next] = pending(migrations, await readLedger(client));
    const step = next ? { name: next.name, recorded: await applyOne(client, next) } : null;
    await client.query('COMMIT');
    return step;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    throw error;
  }
}

/** Waits by asking again: a session that waits inside the database holds a snapshot, for which CREATE INDEX CONCURRENTLY would wait. */
async function beginLocked(client: pg.Client): Promise<void> {
  for (;;) {
    await client.query('BEGIN');
    const { rows } = await client.query<{ locked: boolean }>(
      'SELECT pg_try_advisory_xact_lock($1) AS locked',
      [lockKey],
    );
    if (rows[0]?.locked) return;
    await client.query('ROLLBACK');
    await sleep(lockRetryMs);
  }
}

async function applyOne(client: pg.Client, { name, sql, checksum }: Migration): Promise<boolean> {
  const started = await client.query<{ at: string }>('SELECT clock_timestamp()::text AS at');
  try {
    // Whole, by the simple protocol: splitting on semicolons would break function bodies.
    if (sql.startsWith(outsideTransaction)) await runOutside(client, sql);
    else await client.query(sql);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = `migration ${name} failed, nothing of it was kept: ${reason}`;
    throw new AppError('INTERNAL_SERVER_ERROR', message, { cause: error });
  }
  // On the embedded database all share one session, whose lock keeps nobody out between transactions: another may have been first.
  const { rowCount } = await client.query(
    `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
     SELECT $1, $2, $3::varchar, $4::timestamptz, clock_timestamp(), 1 WHERE NOT EXISTS (
       SELECT FROM _prisma_migrations WHERE migration_name = $3 AND finished_at IS NOT NULL AND rolled_back_at IS NULL)`,
    [randomId(), checksum, name, started.rows[0]?.at],
  );
  return rowCount === 1;
}

/**
 * Runs the one statement of a file outside a transaction, with the lock held by the session meanwhile. An index that a failed
 * CREATE INDEX CONCURRENTLY leaves behind is invalid, and IF NOT EXISTS would take it for done, so it is dropped.
 */
async function runOutside(client: pg.Client, sql: string): Promise<void> {
  await client.query(`SELECT pg_advisory_lock(${lockKey})`);
  await client.query('COMMIT');
  try {
    await dropInvalidIndexes(client, sql);
    await client.query(sql);
  } catch (error) {
    await dropInvalidIndexes(client, sql);
    throw error;
  } finally {
    await client.query('BEGIN');
    await client.query(`SELECT pg_advisory_xact_lock(${lockKey}), pg_advisory_unlock(${lockKey})`);
  }
}

async function dropInvalidIndexes(client: pg.Client, sql: string): Promise<void> {
  const { rows } = await client.query<{ name: string; quoted: string }>(
    `SELECT relname AS name, oid::regclass::text AS quoted FROM pg_class JOIN pg_index ON indexrelid = oid
     WHERE NOT indisvalid AND relkind = 'i'`,
  );
  const words = new Set(sql.match(/\w+/g));
  for (const { name, quoted } of rows) if (words.has(name)) await client.query(`DROP INDEX ${quoted}`);
}
