import { type DbOrTx, Prisma } from '../client.ts';
import type { Partition } from '../partitions/list-partitions.ts';

/**
 * The services that have rows on a day, by name. Each is found by one look into the index that begins with the service, so a day of
 * millions of rows is asked as quickly as a small one.
 */
export async function listDayServices(
  db: DbOrTx,
  { name, table }: Pick<Partition, 'name' | 'table'>,
): Promise<string[]> {
  const day = Prisma.raw(`"${name}"`);
  // The index of minutes begins with their resolution.
  const first = table === 'metrics_minutes' ? Prisma.sql`resolution = 60` : Prisma.sql`true`;
  const rows = await db.$queryRaw<{ service: string }[]>`
    WITH RECURSIVE found AS (
      (SELECT service FROM ${day} WHERE ${first} ORDER BY service LIMIT 1)
      UNION ALL
      SELECT (SELECT next.service FROM ${day} AS next WHERE ${first} AND next.service > found.service
              ORDER BY next.service LIMIT 1)
      FROM found WHERE found.service IS NOT NULL)
    SELECT service FROM found WHERE service IS NOT NULL`;
  return rows.map(({ service }) => service);
}
