import { PrismaPg } from '@prisma/adapter-pg';
import type pg from 'pg';
import { Prisma, PrismaClient } from './generated/client.ts';

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
  /** Called with errors of idle connections, which otherwise would end the process. */
  onError?: (error: Error) => void;
};

/** Opens a pool. No connection is made before the first query, so this succeeds while the database is away. */
export function createDb({ url, maxConnections = 5, onError = () => {} }: DbOptions): Db {
  const adapter = new PrismaPg(
    {
      connectionString: url,
      max: maxConnections,
      connectionTimeoutMillis: 10_000,
      idleTimeoutMillis: 30_000,
      onConnect: setUp,
    },
    { onPoolError: onError, onConnectionError: onError },
  );
  return new PrismaClient({ adapter, errorFormat: 'minimal' });
}

/**
 * The driver adapter reads and writes moments without their offset, so every session must keep them in UTC. Compiling a query that
 * looks at a month of partitions takes longer than running it.
 */
async function setUp(client: pg.ClientBase): Promise<void> {
  await client.query(`SET TIME ZONE 'UTC'; SET jit = off`);
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
