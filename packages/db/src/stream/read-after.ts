import type { Query } from '@apiscope/core/search/filter';
import { type DbOrTx, Prisma } from '../client.ts';
import { readWeighed } from '../sql/read-weighed.ts';
import { compileWhere } from '../sql/where.ts';
import { parseStreamCursor, printStreamCursor, type StreamCursor } from './cursor.ts';

/** A table that can be followed: it has `xid` and `id`, and a way to the wire. */
export type StreamTable<DbRow, T> = {
  readonly name: 'logs' | 'metrics_minutes';
  readonly columns: Prisma.Sql;
  /** Bytes of a row's columns that know no small bound; zero where all do. */
  readonly weight: Prisma.Sql;
  readonly toWire: (row: DbRow) => T;
};

export type StreamedRow<T> = { cursor: string; row: T };

/**
 * Transactions below this one have all ended, so no row can appear among theirs any more: the oldest that runs, or else the next one.
 * Those known to run in other databases of the cluster write none of our rows and hold nothing back; one whose database can't be seen
 * (it has just ended, or the role may not look) counts as ours, so this may fall back for a moment, which holds rows back and loses none.
 */
const settled = Prisma.sql`COALESCE((
  SELECT running FROM pg_snapshot_xip(pg_current_snapshot()) AS running
  WHERE NOT EXISTS (
    SELECT 1 FROM pg_stat_activity AS elsewhere JOIN pg_database AS here ON here.datname = current_database()
    WHERE elsewhere.backend_xid = running::xid AND elsewhere.datid <> here.oid)
  ORDER BY running LIMIT 1), pg_snapshot_xmax(pg_current_snapshot()))`;

/** Where rows of a transaction of this cluster are in streams: what the defaults of the columns `xid` say, too (`adopt-cluster.ts`). */
const positionOf = (xid: Prisma.Sql) =>
  Prisma.sql`((${xid})::text::bigint + (SELECT base FROM stream_base))::text::xid8`;

/** Rows of one read weigh about this much at most, however many were asked for: a thousand lines may have a megabyte each. */
const maxBytes = 8_388_608;

/**
 * The next rows after a cursor in commit-safe order, only those of `query` when given. Rows of transactions that are not yet
 * settled wait: `held` is true while there are such. `last` is true when no further row could be read.
 */
export async function readAfter<DbRow, T>(
  db: DbOrTx,
  table: StreamTable<DbRow, T>,
  { cursor, limit, query }: { cursor: string; limit: number; query?: Query },
): Promise<{ rows: StreamedRow<T>[]; held: boolean; last: boolean }> {
  const { xid, id } = readCursor(cursor);
  const where = query ? compileWhere(query) : Prisma.sql`deleted_at IS NULL`;
  // Settled rows and held ones are read in one statement, thus of one snapshot: between two, a row could become settled unseen.
  const next = Prisma.sql`
    SELECT xid::text AS "streamXid", id AS "streamId", xid < (SELECT ${positionOf(settled)}) AS "streamSettled", ${table.columns},
      ${table.weight} AS row_weight
    FROM ${Prisma.raw(table.name)}
    WHERE (xid, id) > (${String(xid)}::text::xid8, ${String(id)}::bigint) AND ${where}
    ORDER BY xid, id LIMIT ${limit}`;
  const { rows, found } = await readWeighed<DbRow & StreamColumns>(db, next, maxBytes);
  const ready = rows.filter(({ streamSettled }) => streamSettled);
  return {
    rows: ready.map(({ streamXid, streamId, streamSettled: _, ...row }) => ({
      cursor: printStreamCursor({ xid: BigInt(streamXid), id: streamId }),
      row: table.toWire(row as unknown as DbRow),
    })),
    held: ready.length < rows.length,
    // After a held row nothing can be read; else there is more where the limit or the weight cut the read short.
    last: ready.length < rows.length || (rows.length === found && rows.length < limit),
  };
}

/** Transaction ids are 64 bits, so they are read as text. */
type StreamColumns = { streamXid: string; streamId: bigint; streamSettled: boolean };

/** The cursor after which only rows that are not settled yet will come. */
export async function headCursor(db: DbOrTx): Promise<string> {
  const [row] = await db.$queryRaw<{ xid: string }[]>`SELECT ${positionOf(settled)}::text AS xid`;
  return printStreamCursor({ xid: BigInt(row!.xid) - 1n, id: 2n ** 63n - 1n });
}

/** The cursor behind every transaction that has begun: unlike {@link headCursor} it never falls back. */
export async function newestCursor(db: DbOrTx): Promise<string> {
  const [row] = await db.$queryRaw<{ xid: string }[]>`
    SELECT ${positionOf(Prisma.sql`pg_snapshot_xmax(pg_current_snapshot())`)}::text AS xid`;
  return printStreamCursor({ xid: BigInt(row!.xid) - 1n, id: 2n ** 63n - 1n });
}

/** The newest transaction whose rows retention has dropped from the table, as a cursor; null when none were. */
export async function streamHorizon(
  db: DbOrTx,
  name: StreamTable<never, never>['name'],
): Promise<string | null> {
  const [row] = await db.$queryRaw<
    { xid: string }[]
  >`SELECT xid::text AS xid FROM stream_horizons WHERE stream = ${name}`;
  return row ? printStreamCursor({ xid: BigInt(row.xid), id: 2n ** 63n - 1n }) : null;
}

function readCursor(text: string): StreamCursor {
  const cursor = parseStreamCursor(text);
  if (!cursor) throw new RangeError('not a stream cursor');
  return cursor;
}
