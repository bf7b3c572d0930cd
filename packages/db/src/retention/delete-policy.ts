import { AppError } from '@apiscope/core/errors';
import type { StoredPolicy } from '@apiscope/core/retention/to-keep-rules';
import type { DbOrTx } from '../client.ts';

/** Takes a policy away, so that the default holds again. @throws AppError NOT_FOUND when none was set. */
export async function deletePolicy(db: DbOrTx, { kind, service }: Omit<StoredPolicy, 'days'>): Promise<void> {
  const gone = await db.$executeRaw`
    DELETE FROM retention_policies WHERE kind = ${kind} AND service IS NOT DISTINCT FROM ${service}`;
  if (gone > 0) return;
  throw new AppError('NOT_FOUND', `no days were set for ${kind}${service === null ? '' : ` of ${service}`}`);
}
