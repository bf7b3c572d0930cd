import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '@apiscope/core/errors';
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
      const name = await applyNext(client, migrations);
      if (name === null) return { applied };
      log(`applied migration ${name}`);
      applied.push(name);
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

async function createLedger(client: pg.Client): Promise<void> {
  await client.query(`BEGIN; SELECT pg_advisory_xact_lock(${lockKey}); ${ledgerSql}; COMMIT`);
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

/** Applies the first migration that is missing, under the lock and in one transaction with its ledger row. */
async function applyNext(client: pg.Client, migrations: Migration[]): Promise<string | null> {
  await client.query('BEGIN');
  try {
    await client.query('SELECT pg_advisory_xact_lock($1)', [lockKey]);
    const [next] = pending(migrations, await readLedger(client));
    if (next) await applyOne(client, next);
    await client.query('COMMIT');
    return next?.name ?? null;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}

async function applyOne(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  const started = await client.query<{ at: string }>('SELECT clock_timestamp()::text AS at');
  try {
    // Whole, by the simple protocol: splitting on semicolons would break function bodies.
    if (sql.startsWith(outsideTransaction)) await runStatements(client, sql);
    else await client.query(sql);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AppError(
      'INTERNAL_SERVER_ERROR',
      `migration ${name} failed, nothing of it was kept: ${reason}`,
      { cause: error },
    );
  }
  await client.query(
    `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
     VALUES ($1, $2, $3, $4, clock_timestamp(), 1)`,
    [randomUUID(), checksum, name, started.rows[0]?.at],
  );
}

/**
 * A file outside a transaction: each statement on its own connection-level transaction. Such files hold one idempotent statement
 * (CREATE INDEX CONCURRENTLY IF NOT EXISTS), so a second try is harmless.
 */
async function runStatements(client: pg.Client, sql: string): Promise<void> {
  await client.query('COMMIT');
  try {
    await client.query(sql.slice(outsideTransaction.length));
  } finally {
    await client.query('BEGIN');
  }
}
