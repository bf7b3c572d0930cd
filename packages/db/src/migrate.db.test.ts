import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { migrate, migrationStanding } from './migrate.ts';
import { readMigrations } from './read-migrations.ts';
import { createEmptyDatabase } from './testing/test-db.ts';

let url: string;
let stop: () => Promise<void>;
let directory: string;

beforeAll(async () => {
  ({ url, stop } = await createEmptyDatabase());
});
afterAll(() => stop());
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'migrations-'));
});
afterEach(async () => {
  await query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
  await rm(directory, { recursive: true });
});

const write = async (name: string, sql: string) => {
  await mkdir(join(directory, name), { recursive: true });
  await writeFile(join(directory, name, 'migration.sql'), sql);
};

async function query<T extends pg.QueryResultRow>(sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<T>(sql)).rows;
  } finally {
    await client.end();
  }
}

const run = async () => migrate({ url, migrations: await readMigrations(directory) });
const standing = async () => migrationStanding({ url, migrations: await readMigrations(directory) });
const exists = async (name: string) =>
  (await query<{ found: boolean }>(`SELECT to_regclass('${name}') IS NOT NULL AS found`))[0]!.found;

describe('migrate', () => {
  it('applies each folder once, in order, and records it as Prisma does', async () => {
    const sql = `CREATE TABLE b (id int); CREATE FUNCTION f() RETURNS text LANGUAGE plpgsql AS $$ BEGIN RETURN 'a;b'; END $$;`;
    await write('20260102000000_second', 'ALTER TABLE b ADD name text');
    await write('20260101000000_first', sql);
    expect(await standing()).toEqual({
      pending: ['20260101000000_first', '20260102000000_second'],
      ahead: [],
    });
    expect(await run()).toEqual({ applied: ['20260101000000_first', '20260102000000_second'], ahead: [] });
    expect(await run()).toEqual({ applied: [], ahead: [] });
    expect(await standing()).toEqual({ pending: [], ahead: [] });
    const rows = await query('SELECT * FROM _prisma_migrations ORDER BY started_at');
    expect(rows[0]).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      checksum: createHash('sha256').update(sql).digest('hex'),
      finished_at: expect.any(Date),
      migration_name: '20260101000000_first',
      logs: null,
      rolled_back_at: null,
      started_at: expect.any(Date),
      applied_steps_count: 1,
    });
    expect(rows.length).toBe(2);
  });

  it('keeps nothing of a file that fails, names it and goes on from there once it is mended', async () => {
    await write('1_good', 'CREATE TABLE good (id int)');
    await write('2_bad', 'CREATE TABLE half (id int); SELECT 1/0;');
    await expect(run()).rejects.toThrow(/2_bad.*division by zero/);
    expect([await exists('good'), await exists('half')]).toEqual([true, false]);
    await write('2_bad', 'CREATE TABLE half (id int)');
    expect(await run()).toEqual({ applied: ['2_bad'], ahead: [] });
  });

  it('refuses a file that was edited after it was applied', async () => {
    await write('1_first', 'CREATE TABLE a (id int)');
    await run();
    await write('1_first', 'CREATE TABLE a (id bigint)');
    await expect(run()).rejects.toThrow(/1_first was edited/);
  });

  it('takes a database for served that a later release has migrated, and says how far it is ahead', async () => {
    await write('1_first', 'CREATE TABLE a (id int)');
    await write('2_second', 'CREATE TABLE b (id int)');
    await write('3_third', 'CREATE TABLE c (id int)');
    await run();
    for (const name of ['2_second', '3_third']) await rm(join(directory, name), { recursive: true });
    const ahead = ['2_second', '3_third'];
    expect(await standing()).toEqual({ pending: [], ahead });
    expect(await run()).toEqual({ applied: [], ahead });
  });

  it('refuses a database of another line: with a file between its own, or ahead and behind at once', async () => {
    await write('1_first', 'CREATE TABLE a (id int)');
    await write('2_second', 'CREATE TABLE b (id int)');
    await run();
    await rm(join(directory, '2_second'), { recursive: true });
    await write('3_third', 'CREATE TABLE c (id int)');
    const refusal = /another line of releases: 2_second, and lacks 3_third; start the release/;
    await expect(run()).rejects.toThrow(refusal);
    await expect(standing()).rejects.toThrow(refusal);
    await write('2_second', 'CREATE TABLE b (id int)');
    await run();
    await rm(join(directory, '2_second'), { recursive: true });
    await expect(run()).rejects.toThrow(/another line of releases: 2_second; start/);
    expect(await exists('c')).toBe(true);
  });

  it('lets several start at once, each file applied once', async () => {
    await write('1_first', 'CREATE TABLE a (id int); INSERT INTO a SELECT generate_series(1, 1000)');
    await write('2_second', 'SELECT pg_sleep(0.05); CREATE TABLE b (id int)');
    await write('3_index', '-- no-transaction\nCREATE INDEX CONCURRENTLY IF NOT EXISTS a_id_idx ON a (id);');
    const results = await Promise.all(Array.from({ length: 4 }, run));
    expect(results.flatMap(({ applied }) => applied).sort()).toEqual(['1_first', '2_second', '3_index']);
    expect(await query('SELECT count(*)::int AS rows FROM _prisma_migrations')).toEqual([{ rows: 3 }]);
    expect(await query(`SELECT indisvalid FROM pg_index WHERE indexrelid = 'a_id_idx'::regclass`)).toEqual([
      { indisvalid: true },
    ]);
  });

  it('leaves no invalid index when a concurrent one fails, and builds it on the next try', async () => {
    await write('1_first', 'CREATE TABLE a (id int); INSERT INTO a VALUES (1), (1)');
    await write(
      '2_index',
      '-- no-transaction\nCREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS a_id_idx ON a (id);',
    );
    await expect(run()).rejects.toThrow(/2_index/);
    expect(await exists('a_id_idx')).toBe(false);
    await query('DELETE FROM a WHERE ctid = (SELECT min(ctid) FROM a)');
    expect(await run()).toEqual({ applied: ['2_index'], ahead: [] });
    expect(await exists('a_id_idx')).toBe(true);
  });

  it('brings the migrations of this release onto an empty database', async () => {
    const { applied } = await migrate({ url });
    expect(applied.length).toBeGreaterThan(0);
    const lock = await readFile(
      join(import.meta.dirname, '../prisma/migrations/migration_lock.toml'),
      'utf8',
    );
    expect(lock).toContain('postgresql');
    expect(await migrate({ url })).toEqual({ applied: [], ahead: [] });
  });
});
