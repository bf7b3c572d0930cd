import { type DbOrTx, Prisma } from '../client.ts';

/** A consumer as it is stored. */
export type ConsumerRow = {
  id: number;
  service: string;
  consumer: string;
  name: string | null;
  firstSeen: Date;
  lastSeen: Date;
};

/** The catalogue of consumers, or of it those of a service, or of an id. */
export function readConsumers(
  db: DbOrTx,
  { service, consumer }: { service?: string | undefined; consumer?: string },
): Promise<ConsumerRow[]> {
  const conditions = [Prisma.sql`true`];
  if (service !== undefined) conditions.push(Prisma.sql`service = ${service}`);
  if (consumer !== undefined) conditions.push(Prisma.sql`consumer = ${consumer}`);
  return db.$queryRaw<ConsumerRow[]>`
    SELECT id, service, consumer, name, first_seen AS "firstSeen", last_seen AS "lastSeen" FROM consumers
    WHERE ${Prisma.join(conditions, ' AND ')} ORDER BY id`;
}
