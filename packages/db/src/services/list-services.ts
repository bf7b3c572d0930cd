import { printTimestamp } from '@apiscope/core/search/timestamp';
import type { Service } from '@apiscope/core/services/schema';
import type { DbOrTx } from '../client.ts';

/** Every service there is, by name. */
export async function listServices(db: DbOrTx): Promise<Service[]> {
  const rows = await db.$queryRaw<{ name: string; created_at: Date }[]>`
    SELECT name, created_at FROM services WHERE deleted_at IS NULL ORDER BY name COLLATE "C"`;
  return rows.map(({ name, created_at }) => ({ name, created_at: printTimestamp(created_at.getTime()) }));
}
