import pg from 'pg';
import type { BenchDatabase } from '../data/open-bench-database.ts';
import type { RealLog } from '../data/read-real-logs.ts';
import { type Client, createClient } from '../measure/create-client.ts';
import { measureCalls, type Timing } from '../measure/measure-calls.ts';
import { startApi } from '../measure/start-api.ts';
import { pickSamples } from './pick-samples.ts';
import { type VolumeQuery, volumeQueries } from './queries.ts';
import { page } from './sql.ts';

export type Measured = {
  name: string;
  rest: Timing;
  byHand: Timing;
  /** p50, null where counters make no difference. */
  rowsOnly: number | null;
  /** Whether REST and SQL answered the same, or what differs. */
  isSame: string;
};

const rounds = { rounds: 40, warmUp: 8 };
/** Place of the deep page: 4,999 pages of 20 before it. */
const deepRows = 4_999 * 20;

/** Asks every question of one database. */
export async function measureSize(
  { url, count, end }: BenchDatabase,
  real: readonly RealLog[],
): Promise<Measured[]> {
  const sql = new pg.Client({ connectionString: url });
  await sql.connect();
  await sql.query(`SET TIME ZONE 'UTC'`);
  const api = await startApi(url);
  const client = createClient(api.url);
  try {
    const samples = await pickSamples(sql, real, count);
    const deep = await walkTo(client, Math.min(deepRows, count / 2));
    const measured: Measured[] = [];
    const byHand = await ownBackend(sql);
    const floor = await measureCalls(
      {
        rest: { run: () => client.get('/health/live'), pids: [[api.pid], []] },
        byHand: { run: () => sql.query('SELECT 1'), pids: [byHand] },
      },
      rounds,
    );
    measured.push({ name: '(no question at all)', ...floor, rowsOnly: null, isSame: '' });
    for (const query of volumeQueries({ samples, end, ...deep }))
      measured.push(await measureQuery(query, { sql, client, pids: { rest: api.pid, byHand } }));
    return measured;
  } finally {
    client.close();
    await api.stop();
    await sql.end();
  }
}

/** The two ways to the database, with the processes that work for each. */
type Doors = { sql: pg.Client; client: Client; pids: { rest: number; byHand: number[] } };

/** The connections that others have to the database. */
async function backendsOf(sql: pg.Client): Promise<number[]> {
  const { rows } = await sql.query<{ pid: number }>(
    `SELECT pid FROM pg_stat_activity
     WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()`,
  );
  return rows.map(({ pid }) => pid);
}

async function ownBackend(sql: pg.Client): Promise<number[]> {
  const { rows } = await sql.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  return rows.map(({ pid }) => pid);
}

async function measureQuery(query: VolumeQuery, { sql, client, pids }: Doors): Promise<Measured> {
  const byHand = async (round: number) => {
    const answers: pg.QueryResult[] = [];
    for (const { text, values } of query.statements(round)) answers.push(await sql.query(text, values));
    query.finish?.(answers.at(-1)!.rows);
    return answers;
  };
  // The API opens a connection for each of its parallel queries, and closes those that idle.
  await Promise.all([1, 2, 3].map(() => client.get(query.path(0))));
  const timings = await measureCalls(
    {
      rest: { run: (round) => client.get(query.path(round)), pids: [[pids.rest], await backendsOf(sql)] },
      byHand: { run: byHand, pids: [pids.byHand] },
    },
    rounds,
  );
  return {
    name: query.name,
    ...timings,
    rowsOnly: await measureRowsOnly(query, sql),
    isSame: compare(query, await client.get(query.path(1)), await byHand(1)),
  };
}

/** The page with the lines counted one by one, as the general list does it, to a million at most. */
async function measureRowsOnly({ plain }: VolumeQuery, sql: pg.Client): Promise<number | null> {
  if (!plain) return null;
  const run = async (round: number): Promise<void> => {
    const { where, values } = plain(round);
    await sql.query(page(where, values));
    await sql.query(
      `SELECT count(*) FROM (SELECT 1 FROM logs WHERE deleted_at IS NULL AND ${where} LIMIT 1000001) AS counted`,
      values,
    );
  };
  const { rowsOnly } = await measureCalls({ rowsOnly: { run } }, { rounds: 3, warmUp: 0 });
  return rowsOnly.p50;
}

function compare(
  { compares, totalOf }: VolumeQuery,
  { data, metadata }: Awaited<ReturnType<Client['get']>>,
  answers: pg.QueryResult[],
): string {
  if (compares === 'nothing') return '';
  const differs: string[] = [];
  if (compares.startsWith('rows')) {
    const ids = answers[0]!.rows.slice(0, data.length).map(({ id }) => Number(id));
    if (JSON.stringify(ids) !== JSON.stringify(data.slice(0, ids.length).map(({ id }: { id: number }) => id)))
      differs.push('rows differ');
  }
  if (compares.endsWith('total')) {
    const total = answers.at(-1)!.rows.reduce((sum, row) => sum + Number(row.total), 0);
    const answered = totalOf ? totalOf(data as never) : (metadata?.total ?? data.total);
    if (answered !== total) differs.push(`total ${answered}, by hand ${total}`);
  }
  return differs.length > 0 ? differs.join('; ') : 'yes';
}

/** Pages through the newest rows; the cursor behind them, and its place. */
async function walkTo(client: Client, rows: number) {
  let cursor = '';
  let last = { id: 0, created_at: '' };
  for (let seen = 0; seen < rows; ) {
    const limit = Math.min(1_000, rows - seen);
    const page = await client.get(`/logs?limit=${limit}${cursor && `&cursor=${cursor}`}`);
    cursor = page.metadata.nextCursor;
    last = page.data.at(-1);
    seen += page.data.length;
  }
  return { deepCursor: cursor, deepPlace: { at: last.created_at, id: last.id } };
}
