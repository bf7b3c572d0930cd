import type { DbOrTx } from '../client.ts';

/** Puts a service into the catalogue unless it is there; one that was deleted comes back. */
export async function ensureService(db: DbOrTx, service: string): Promise<void> {
  await db.$executeRaw`
    INSERT INTO services AS known (name) VALUES (${service})
    ON CONFLICT (name) DO UPDATE SET deleted_at = NULL, updated_at = now() WHERE known.deleted_at IS NOT NULL`;
}
