import type pg from 'pg';
import type { MovedTable } from './list-tables.ts';

/** Equal for equal rows in any order: their number, and the sum of a hash of the text of each. */
export type TableDigest = { rows: number; hash: string };

/** Reads a table whole. The text of a row depends on settings of the session: see {@link sameText}. */
export async function digestTable(
  client: pg.ClientBase,
  { name, columns }: MovedTable,
): Promise<TableDigest> {
  const { rows } = await client.query<{ rows: string; hash: string }>(
    `SELECT count(*)::text AS rows, coalesce(sum(('x' || left(md5(each::text), 15))::bit(60)::bigint), 0)::text AS hash
     FROM (SELECT ${columns.join(', ')} FROM ${name}) AS each`,
  );
  return { rows: Number(rows[0]!.rows), hash: rows[0]!.hash };
}

/** Settings with which any server since PostgreSQL 15 writes values alike. */
export const sameText = `SET TIME ZONE 'UTC'; SET datestyle = 'ISO'; SET intervalstyle = 'postgres'; SET extra_float_digits = 1;
  SET bytea_output = 'hex'; SET client_encoding = 'UTF8'`;
