import { type CidrSet, createCidrSet } from '@apiscope/core/geo/cidr-set';
import type { ReplayDestination } from '@apiscope/core/replay/build-request';
import { ownService } from '@apiscope/core/services/own-service';
import { findTarget } from '@apiscope/db/replay/targets/find-target';
import { openHeaders } from '../seal/open-headers.ts';
import type { ReplayDeps } from './replay-deps.ts';

/** Where a request goes: through the guard to a target, or to the app of this process. */
export type Destination = Omit<ReplayDestination, 'key'> &
  ({ kind: 'target'; id: number; name: string; allowed: CidrSet } | { kind: 'own' });

/**
 * The target named, else the only one of the service. Apiscope's own requests go to the app itself unless a target is named: what
 * sends them and what answers them is one process.
 * @throws AppError BAD_REQUEST naming `target` when there is none to choose, SERVICE_UNAVAILABLE when its headers can't be opened.
 */
export async function chooseDestination(
  { db, replay, own }: Pick<ReplayDeps, 'db' | 'replay' | 'own'>,
  { service, target: name }: { service: string; target: string | undefined },
): Promise<Destination> {
  if (service === ownService && name === undefined && own !== null)
    return { kind: 'own', baseUrl: 'http://localhost', headers: {}, lock: 'none' };
  const { target, headersSealed } = await findTarget(db, { service, name });
  return {
    kind: 'target',
    id: target.id,
    name: target.name,
    baseUrl: target.baseUrl,
    lock: target.lock,
    headers: openHeaders(headersSealed, { key: replay.secretKey, service }),
    allowed: createCidrSet([...target.allowedCidrs, ...replay.allowedCidrs]),
  };
}
