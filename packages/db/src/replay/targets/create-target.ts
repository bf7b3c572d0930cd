import type { CreateTargetInput, ReplayTarget } from '@apiscope/core/replay/target-schema';
import type { DbOrTx } from '../../client.ts';
import { ensureServices } from '../../services/ensure-services.ts';
import { refuseTakenName } from './refuse-taken-name.ts';
import type { SealedHeaders } from './sealed-headers.ts';
import { type TargetRow, targetColumns, toTarget } from './target-row.ts';

/** Stores a target; its service need not have been heard of. @throws AppError CONFLICT naming `name` when a target of the service has it. */
export async function createTarget(
  db: DbOrTx,
  target: Omit<CreateTargetInput, 'headers'> & { headers: SealedHeaders },
): Promise<ReplayTarget> {
  const { service, name, baseUrl, allowedCidrs = [], lock = 'none', headers } = target;
  await ensureServices(db, [service]);
  const [row] = await refuseTakenName(
    name,
    db.$queryRaw<TargetRow[]>`
      INSERT INTO replay_targets (service, name, base_url, allowed_cidrs, lock, header_names, headers_sealed)
      VALUES (${service}, ${name}, ${baseUrl}, ${allowedCidrs}::text[], ${lock}, ${headers.names}::text[], ${headers.sealed})
      RETURNING ${targetColumns}`,
  );
  return toTarget(row!);
}
