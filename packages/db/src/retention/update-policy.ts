import type { StoredPolicy } from '@apiscope/core/retention/to-keep-rules';
import type { DbOrTx } from '../client.ts';

/** Sets the days of a kind, or of one service of a kind. */
export async function updatePolicy(db: DbOrTx, { kind, service, days }: StoredPolicy): Promise<void> {
  await db.$executeRaw`
    INSERT INTO retention_policies (kind, service, days) VALUES (${kind}, ${service}, ${days})
    ON CONFLICT (kind, service) DO UPDATE SET days = excluded.days, updated_at = now()`;
}
