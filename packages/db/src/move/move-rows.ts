import { AppError } from '@apiscope/core/errors';
import type pg from 'pg';
import { partitionedTables } from '../partitions/parents.ts';
import { raisePositions, readCluster } from '../stream/adopt-cluster.ts';
import { copyTable } from './copy-table.ts';
import { digestTable, sameText } from './digest-table.ts';
import { listMovedTables, type MovedTable } from './list-tables.ts';

type Pair = { source: pg.ClientBase; target: pg.ClientBase };
export type Moved = { tables: number; rows: number };

/**
 * Copies all rows, sequences and the queue from one database to another of the same migrations that has no rows, in one transaction on
 * either side, and compares each table before it commits. Whatever happens on the way leaves the target without rows.
 * @param onTable told each table as soon as it is copied.
 * @throws AppError CONFLICT when the target has rows or the tables differ; else what a database says.
 */
export async function moveRows(pair: Pair, onTable: (name: string, rows: number) => void): Promise<Moved> {
  const { source, target } = pair;
  for (const client of [source, target]) {
    await client.query(sameText);
    await client.query(`SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0`);
  }
  await source.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  await target.query('BEGIN');
  const tables = await matchTables(pair);
  await lockEmpty(target, tables);
  await makePartitions(pair);
  let rows = 0;
  for (const table of tables) {
    await explain(`copying ${table.name}`, () => copyTable(pair, table));
    const [before, after] = await Promise.all([digestTable(source, table), digestTable(target, table)]);
    if (before.rows !== after.rows || before.hash !== after.hash)
      throw new Error(`${table.name} differs: ${before.rows} rows, ${after.rows} on the target`);
    rows += after.rows;
    onTable(table.name, after.rows);
  }
  await copySequences(pair);
  await goOn(pair);
  await source.query('COMMIT');
  await target.query('COMMIT');
  return { tables: tables.length, rows };
}

/** The tables of the target as the source has them. What else the source has is none of Apiscope's, and stays. */
async function matchTables({ source, target }: Pair): Promise<MovedTable[]> {
  const found = new Map((await listMovedTables(source)).map((table) => [table.name, table]));
  return (await listMovedTables(target)).map(({ name, columns }) => {
    const table = found.get(name);
    if (table?.columns.join() === columns.join()) return table;
    throw new AppError(
      'CONFLICT',
      `${name} is not the same in both databases: they are of different releases`,
    );
  });
}

async function lockEmpty(target: pg.ClientBase, tables: readonly MovedTable[]): Promise<void> {
  await target.query(`SET LOCAL lock_timeout = '5s'`);
  const names = tables.map(({ name }) => name);
  await target.query(`LOCK TABLE ${names.join(', ')} IN SHARE ROW EXCLUSIVE MODE`);
  await refuseRows(target, names);
}

/** @throws AppError CONFLICT naming the tables that have rows. */
export async function refuseRows(target: pg.ClientBase, names: readonly string[]): Promise<void> {
  const filled: string[] = [];
  for (const name of names) {
    const { rows } = await target.query<{ filled: boolean }>(`SELECT EXISTS (SELECT FROM ${name}) AS filled`);
    if (rows[0]!.filled) filled.push(name.replace('public.', ''));
  }
  if (filled.length > 0)
    throw new AppError('CONFLICT', `the target is not empty, rows are in ${filled.join(', ')}`);
}

/** Days of the source, those without rows included. */
async function makePartitions({ source, target }: Pair): Promise<void> {
  const parents = Object.keys(partitionedTables);
  const { rows } = await source.query<{ parent: string; day: string }>(
    `SELECT inhparent::regclass::text AS parent, right(relname, 8) AS day FROM pg_inherits JOIN pg_class ON oid = inhrelid
     WHERE inhparent = ANY ($1::regclass[]) ORDER BY 1, 2`,
    [parents],
  );
  for (const { parent, day } of rows)
    await target.query('SELECT ensure_day_partition($1, $2::date)', [parent, day]);
}

/** What the next id of each table is. It outlasts a rollback, which does no harm to tables without rows. */
async function copySequences({ source, target }: Pair): Promise<void> {
  const { rows } = await source.query<{ name: string }>(
    `SELECT format('%I.%I', schemaname, sequencename) AS name FROM pg_sequences WHERE schemaname IN ('public', 'graphile_worker')`,
  );
  for (const { name } of rows) {
    const { rows: values } = await source.query<{ last: string; called: boolean }>(
      `SELECT last_value::text AS last, is_called AS called FROM ${name}`,
    );
    const { last, called } = values[0]!;
    await target.query(
      'SELECT setval(sequence, $2::bigint, $3) FROM (SELECT to_regclass($1) AS sequence) AS found WHERE sequence IS NOT NULL',
      [name, last, called],
    );
  }
}

/** Positions in streams go on above those that the source has given out. */
async function goOn({ source, target }: Pair): Promise<void> {
  const { rows } = await source.query<{ base: string }>('SELECT base::text FROM stream_base');
  await target.query('UPDATE stream_base SET base = $1', [rows[0]!.base]);
  await raisePositions(target, await readCluster(target));
}

async function explain(what: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${what}: ${reason}`, { cause: error });
  }
}
