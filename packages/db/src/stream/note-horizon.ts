import { Prisma } from '../client.ts';
import type { StreamedTable } from '../partitions/parents.ts';

/**
 * The statement that notes that rows of a stream are gone, so that a cursor at or before the newest of their transactions is known to
 * have a gap.
 * @param newest a SELECT of one row or none with that transaction as `xid`.
 */
export function noteHorizon(stream: StreamedTable, newest: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    INSERT INTO stream_horizons AS horizon (stream, xid)
    SELECT ${stream}::text, newest.xid FROM (${newest}) AS newest WHERE newest.xid IS NOT NULL
    ON CONFLICT (stream) DO UPDATE SET xid = excluded.xid, updated_at = now() WHERE horizon.xid < excluded.xid`;
}
