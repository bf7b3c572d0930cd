import type { DbOrTx } from '../client.ts';

/** The name of every service there is, in order. */
export async function listServiceNames(db: DbOrTx): Promise<string[]> {
  const rows = await db.$queryRaw<{ name: string }[]>`
    SELECT name FROM services WHERE deleted_at IS NULL ORDER BY name COLLATE "C"`;
  return rows.map(({ name }) => name);
}
