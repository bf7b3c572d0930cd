import { badParameter } from '@apiscope/core/errors';
import type { ReplayTarget } from '@apiscope/core/replay/target-schema';
import { ownService } from '@apiscope/core/services/own-service';
import type { Db } from '@apiscope/db/client';
import { findTarget } from '@apiscope/db/replay/targets/find-target';
import { listTargets } from '@apiscope/db/replay/targets/list-targets';

/**
 * The target that a set is sent to: the named one, or else the only one of its service. A worker sends it, which cannot answer
 * Apiscope's own requests in process as the API does.
 * @throws AppError BAD_REQUEST naming `target` when there is no such target, or none or several to choose from.
 */
export async function chooseTarget(
  db: Db,
  { service, target }: { service: string; target: string | null },
): Promise<ReplayTarget> {
  if (service === ownService && target === null && (await listTargets(db, { service })).length === 0)
    throw badParameter(
      'target',
      'requests of Apiscope itself are replayed in process one at a time only; a set of them is sent by a worker and needs a target: add one at /dashboard/targets or by POST /targets',
    );
  return (await findTarget(db, { service, name: target ?? undefined })).target;
}
