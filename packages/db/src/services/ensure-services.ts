import type { DbOrTx } from '../client.ts';

/**
 * Puts services into the catalogue unless they are there; one that was deleted comes back. Rows that are there are only read, so that
 * nobody waits here for a transaction that holds the lock of its service.
 */
export async function ensureServices(db: DbOrTx, names: Iterable<string>): Promise<void> {
  await db.$executeRaw`
    INSERT INTO services (name)
    SELECT name FROM unnest(${[...new Set(names)].sort()}::text[]) AS wanted (name)
    WHERE NOT EXISTS (SELECT 1 FROM services WHERE services.name = wanted.name AND deleted_at IS NULL)
    ORDER BY name
    ON CONFLICT (name) DO UPDATE SET deleted_at = NULL, updated_at = now()`;
}
