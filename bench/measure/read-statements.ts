import type pg from 'pg';

/** What a statement cost the server since the last reset, ms in all. */
export type StatementCost = { text: string; calls: number; planMs: number; execMs: number };

/** Whether the server keeps statistics of statements (`shared_preload_libraries=pg_stat_statements`); then they begin at zero. */
export async function resetStatements(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query(`SHOW shared_preload_libraries`);
  if (!String(rows[0].shared_preload_libraries).includes('pg_stat_statements')) return false;
  await client.query('CREATE EXTENSION IF NOT EXISTS pg_stat_statements');
  await client.query('SELECT pg_stat_statements_reset()');
  return true;
}

export async function readStatements(client: pg.Client, count: number): Promise<StatementCost[]> {
  const { rows } = await client.query<StatementCost>(
    `SELECT regexp_replace(query, '\\s+', ' ', 'g') AS text, calls::float8, total_plan_time AS "planMs", total_exec_time AS "execMs"
     FROM pg_stat_statements
     WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database()) AND query NOT LIKE '%pg_stat_statements%'
     ORDER BY total_plan_time + total_exec_time DESC LIMIT $1`,
    [count],
  );
  return rows;
}
