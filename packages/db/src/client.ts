import { PrismaPg } from '@prisma/adapter-pg';
import type pg from 'pg';
import { Prisma, PrismaClient } from './generated/client.ts';
import { BoundedPool } from './pool/bounded-pool.ts';

/** A pool of connections to the one database. */
export type Db = PrismaClient;
/** A transaction: everything inside it must go through this, on the embedded database above all. */
export type Tx = Prisma.TransactionClient;
/** Where a query may run. */
export type DbOrTx = Db | Tx;

export { Prisma };

export type DbOptions = {
  /** `postgres://…` connection string. */
  url: string;
  /** Connections at most; keep it at 5 or less per process on the embedded database, which has one session. */
  maxConnections?: number;
  /** Longest that one query may go unanswered, ms; its connection is then given up, and it fails as when the database is away. */
  longestQueryMs?: number;
  /** Called with errors of idle connections, which otherwise would end the process. */
  onError?: (error: Error) => void;
};

/** Longest that one query may go unanswered unless told otherwise, ms. */
const usualQueryMs = 30_000;

/** Opens a pool. No connection is made before the first query, so this succeeds while the database is away. */
export function createDb({
  url,
  maxConnections = 5,
  longestQueryMs = usualQueryMs,
  onError = () => {},
}: DbOptions): Db {
  const pool = new BoundedPool({ url, max: maxConnections, longestQueryMs, setUp });
  const adapter = new PrismaPg(pool, {
    onPoolError: onError,
    onConnectionError: onError,
    disposeExternalPool: true,
  });
  const db = new PrismaClient({ adapter, errorFormat: 'minimal' });
  pools.set(db, pool);
  return db;
}

/** Connections of a pool, and how many callers wait for one. */
export type PoolStats = { max: number; inUse: number; idle: number; waiting: number };

const pools = new WeakMap<Db, BoundedPool>();

/** How busy the pool behind `db` is now; null for what {@link createDb} did not make. */
export function poolStats(db: Db): PoolStats | null {
  const pool = pools.get(db);
  if (!pool) return null;
  const { totalCount, idleCount, waitingCount, options } = pool;
  return { max: options.max, inUse: totalCount - idleCount, idle: idleCount, waiting: waitingCount };
}

/** Fails whatever waits for the database now, as if it were away; for who has to end, and has no time left. */
export function stopWaiting(db: Db): void {
  pools.get(db)?.stopWaiting();
}

/**
 * The driver adapter reads and writes moments without their offset, so every session must keep them in UTC. Compiling a query that
 * looks at a month of partitions takes longer than running it. Where the role has both already nothing is set: a proxy may keep a
 * connection to itself that sets anything (docs/pgbouncer.md).
 */
async function setUp(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ is_set: boolean }>(
    `SELECT current_setting('TimeZone') = 'UTC' AND current_setting('jit') = 'off' AS is_set`,
  );
  if (!rows[0]?.is_set) await client.query(`SET TIME ZONE 'UTC'; SET jit = off`);
}

/** Ends the pool; queries that run are waited for. */
export async function closeDb(db: Db): Promise<void> {
  await db.$disconnect();
}

/** Milliseconds that a transaction may wait for a connection, and then may take. */
const transactionLimits = { maxWait: 15_000, timeout: 60_000 };

/** Runs `work` in one transaction: all of it is kept or, when it throws, nothing. */
export function inTransaction<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  return db.$transaction(work, transactionLimits);
}
