import type { DbOrTx } from '../client.ts';

/** Wakes whoever listens to a channel once what runs is committed. */
export async function notify(db: DbOrTx, channel: string): Promise<void> {
  await db.$executeRaw`SELECT pg_notify(${channel}, '')`;
}
