import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '@apiscope/core/errors';
import { randomId } from '@apiscope/core/ids';
import pg from 'pg';
import { migrations as ownMigrations } from './generated/migrations.ts';
import type { Migration } from './read-migrations.ts';

/** First line of a migration that must not run inside a transaction, such as one with CREATE INDEX CONCURRENTLY. */
const outsideTransaction = '-- no-transaction';

type AppliedMigration = { migration_name: string; checksum: string };

export type MigrateOptions = {
  url: string;
  /** In order; those of this release unless others are given. */
  migrations?: readonly Migration[];
  log?: (line: string) => void;
};

/**
 * Brings the schema up to date with the migrations, whose folders have Prisma's format, and records each in `_prisma_migrations`
 * as Prisma does. Safe for several starters at once: the later ones wait for an advisory lock and find nothing left to do. A database that
 * is ahead, because the next release has migrated it, is left as it is.
 * @returns names of the migrations applied now, and of those that a later release applied.
 * @throws AppError CONFLICT when an applied file was edited, or the database comes of another line of releases;
 * INTERNAL_SERVER_ERROR naming the file that failed, of which nothing is kept.
 */
export async function migrate({
  url,
  migrations = ownMigrations,
  log = () => {},
}: MigrateOptions): Promise<{ applied: string[]; ahead: string[] }> {
  const client = new pg.Client({ connectionString: url, application_name: 'apiscope-migrate' });
  await client.connect();
  try {
    await createLedger(client);
    const applied: string[] = [];
    for (;;) {
      const step = await applyNext(client, migrations);
      if ('ahead' in step) return { applied, ahead: step.ahead };
      if (!step.recorded) continue;
      log(`applied migration ${step.name}`);
      applied.push(step.name);
    }
  } finally {
    await client.end();
  }
}

/** Where a database stands against a release, by names of migrations. */
export type MigrationStanding = {
  /** Those of the release that the database does not have yet. */
  pending: string[];
  /** Those that a later release has applied; by rule they only add, so this release works on (`docs/decisions/0010-expand-then-contract.md`). */
  ahead: string[];
};

/**
 * Compares a database with the migrations of this release.
 * @throws AppError CONFLICT as {@link migrate} does; whatever the driver throws when the database cannot be reached within 10 s.
 */
export async function migrationStanding({
  url,
  migrations = ownMigrations,
}: MigrateOptions): Promise<MigrationStanding> {
  // It is asked by probes, again and again: where the database hangs, connections must not pile up.
  const client = new pg.Client({
    connectionString: url,
    application_name: 'apiscope-migrations',
    connectionTimeoutMillis: 10_000,
    query_timeout: 10_000,
  });
  // Its queries say that the connection is lost; nobody is to fall over it besides, least of all while it is closed.
  client.on('error', () => {});
  await client.connect();
  try {
    const { rows } = await client.query<{ ledger: string | null }>(
      `SELECT to_regclass('_prisma_migrations')::text AS ledger`,
    );
    if (rows[0]?.ledger == null) return { pending: migrations.map(({ name }) => name), ahead: [] };
    const { pending, ahead } = compare(migrations, await readLedger(client));
    return { pending: pending.map(({ name }) => name), ahead };
  } finally {
    await client.end();
  }
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

function compare(
  migrations: readonly Migration[],
  ledger: AppliedMigration[],
): { pending: Migration[]; ahead: string[] } {
  const applied = new Map(ledger.map((row) => [row.migration_name, row.checksum]));
  const edited = migrations.find(({ name, checksum }) => applied.has(name) && applied.get(name) !== checksum);
  if (edited)
    throw new AppError(
      'CONFLICT',
      `migration ${edited.name} was edited after it had been applied; write a new one instead`,
    );
  const known = new Set(migrations.map(({ name }) => name));
  const ahead = [...applied.keys()].filter((name) => !known.has(name)).sort();
  const pending = migrations.filter(({ name }) => !applied.has(name));
  const newest = migrations.at(-1)?.name ?? '';
  // A later release has all that this one has, and adds behind it.
  const foreign = pending.length > 0 ? ahead : ahead.filter((name) => name < newest);
  if (foreign.length > 0) {
    const lacks = pending.length > 0 ? `, and lacks ${pending.map(({ name }) => name).join(', ')}` : '';
    throw new AppError(
      'CONFLICT',
      `the database has migrations of another line of releases: ${foreign.join(', ')}${lacks}; start the release that migrated it, or restore a backup`,
    );
  }
  return { pending, ahead };
}

/** Applies the first migration that is missing, under the lock and in one transaction with its ledger row; when none is, says what is ahead. */
async function applyNext(
  client: pg.Client,
  migrations: readonly Migration[],
): Promise<{ name: string; recorded: boolean } | { ahead: string[] }> {
  await beginLocked(client);
  try {
    const { pending, ahead } = compare(migrations, await readLedger(client));
    const [next] = pending;
    const step = next ? { name: next.name, recorded: await applyOne(client, next) } : { ahead };
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
