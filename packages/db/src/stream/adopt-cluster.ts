import pg from 'pg';
import { sqlState } from '../sql/sql-state.ts';

/** The tables whose column `xid` says where a row is in its stream; partitions take their default over. */
const tables = ['logs', 'metrics', 'request_snapshots'] as const;

/** Bits of a position that a cluster counts in: 10^12 transactions, which none begins between a dump and its restore. */
const clusterBits = 40n;

/** How long the users of the tables may keep us waiting, and others behind us. */
const lockTimeout = '10s';

/**
 * Makes positions in streams go on where the database comes to another cluster: by a restore of a dump, by `npm run db:move`, or by
 * recovery to a point in time, which counts as another cluster. There transaction ids begin anew, so that rows would come before those brought along, or stored
 * ones would seem to be still running for ever. From here on each is stored with a base added, above every position that was given out:
 * cursors of clients stay what they were, and stored rows are not touched.
 * @param options.isCopy for copies that a cluster can't tell from itself, such as that of a data folder: raised in any case.
 * @returns whether positions were raised; safe to be called at every start, by several at once.
 */
export async function adoptCluster({
  url,
  isCopy = false,
}: {
  url: string;
  isCopy?: boolean;
}): Promise<{ raised: boolean }> {
  const client = new pg.Client({ connectionString: url, application_name: 'apiscope-adopt-cluster' });
  await client.connect();
  try {
    const here = await readCluster(client);
    if (!isCopy && (await isAtHome(client, here))) return { raised: false };
    await client.query('BEGIN');
    // Starters queue up here; the later ones find the work done.
    await client.query('SELECT FROM stream_base FOR UPDATE');
    const raised = isCopy || (!(await isAtHome(client, here)) && (await isForeign(client)));
    if (raised) await raisePositions(client, here);
    else await client.query('UPDATE stream_base SET cluster = $1, updated_at = now()', [here]);
    await client.query('COMMIT');
    return { raised };
  } finally {
    await client.end();
  }
}

/** Two clusters never have the same; one that was recovered to an earlier moment is on a timeline of its own. Null: it won't tell. */
export async function readCluster(client: pg.ClientBase): Promise<string | null> {
  try {
    const { rows } = await client.query<{ cluster: string }>(
      `SELECT system_identifier || '/' || timeline_id AS cluster FROM pg_control_system(), pg_control_checkpoint()`,
    );
    return rows[0]!.cluster;
  } catch (error) {
    // feature_not_supported, insufficient_privilege: some hosted servers keep it to themselves.
    if (['0A000', '42501'].includes(String(sqlState(error)))) return null;
    throw error;
  }
}

async function isAtHome(client: pg.ClientBase, here: string | null): Promise<boolean> {
  const { rows } = await client.query<{ cluster: string | null }>('SELECT cluster FROM stream_base');
  return here !== null && rows[0]!.cluster === here;
}

/** Where no cluster was noted, only positions that this one has not come to yet give it away. */
async function isForeign(client: pg.ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ is_foreign: boolean }>(
    `SELECT cluster IS NOT NULL OR
       (${newest})::text::bigint >= base + pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS is_foreign
     FROM stream_base`,
  );
  return rows[0]!.is_foreign;
}

/** The newest position that is known of. */
const newest = `SELECT max(xid) FROM (
  (SELECT xid FROM logs ORDER BY xid DESC LIMIT 1) UNION ALL (SELECT xid FROM metrics_minutes ORDER BY xid DESC LIMIT 1)
  UNION ALL SELECT xid FROM stream_horizons UNION ALL SELECT base::text::xid8 FROM stream_base) AS known`;

/** Raises them in the transaction of the caller. */
export async function raisePositions(client: pg.ClientBase, here: string | null): Promise<void> {
  await client.query(`SET LOCAL lock_timeout = '${lockTimeout}'`);
  // Nobody may write with the old default while the new base holds, nor the other way round.
  for (const table of tables) await client.query(`LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
  const { rows } = await client.query<{ newest: string }>(`SELECT (${newest})::text AS newest`);
  const base = ((BigInt(rows[0]!.newest) >> clusterBits) + 1n) << clusterBits;
  for (const table of tables)
    await client.query(
      `ALTER TABLE ${table} ALTER COLUMN xid SET DEFAULT ((pg_current_xact_id()::text::bigint + ${base})::text)::xid8`,
    );
  await client.query('UPDATE stream_base SET base = $1, cluster = $2, updated_at = now()', [
    String(base),
    here,
  ]);
}
