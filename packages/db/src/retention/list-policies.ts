import type { StoredPolicy } from '@apiscope/core/retention/to-keep-rules';
import type { DbOrTx } from '../client.ts';

/** The policies that were set, those of services after that of their kind, by name. */
export function listPolicies(db: DbOrTx): Promise<StoredPolicy[]> {
  return db.$queryRaw<StoredPolicy[]>`
    SELECT kind, service, days FROM retention_policies ORDER BY kind, service COLLATE "C" NULLS FIRST`;
}
