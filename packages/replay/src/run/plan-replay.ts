import { AppError, type ErrorCode } from '@apiscope/core/errors';
import { type BuiltRequest, buildRequest } from '@apiscope/core/replay/build-request';
import type { ReplayOverrides } from '@apiscope/core/replay/run-schema';
import type { WholeSnapshot } from '@apiscope/core/replay/schema';
import { chooseDestination, type Destination } from './choose-destination.ts';
import type { ReplayDeps } from './replay-deps.ts';

/** Why nothing was sent: the code it is answered with, and the parameter that could change it. */
export type ReplayRefusal = {
  code: Extract<ErrorCode, 'BAD_REQUEST' | 'FORBIDDEN' | 'SERVICE_UNAVAILABLE'>;
  parameter: string | null;
  reason: string;
};

/** What is to be sent and to where, or why not; `needsValue` names what was redacted and has no value. */
export type ReplayPlan =
  | { destination: Destination; built: BuiltRequest; refusal: null; needsValue: string[] }
  | { destination: Destination | null; built: null; refusal: ReplayRefusal; needsValue: string[] };

/** Decides what a replay would send. `key` marks the attempt. */
export async function planReplay(
  deps: Pick<ReplayDeps, 'db' | 'replay' | 'own'>,
  { snapshot, overrides, key }: { snapshot: WholeSnapshot; overrides: ReplayOverrides; key: string },
): Promise<ReplayPlan> {
  const place = { service: snapshot.service, target: overrides.target };
  const destination = await chooseDestination(deps, place).catch(toRefusal);
  if ('reason' in destination)
    return { destination: null, built: null, refusal: destination, needsValue: [] };
  const { baseUrl, headers, lock } = destination;
  const built = buildRequest(snapshot, overrides, { baseUrl, headers, lock, key });
  const { needsValue } = built;
  if (!('refused' in built)) return { destination, built, refusal: null, needsValue };
  const refusal = { code: built.code, parameter: built.parameter, reason: built.refused };
  return { destination, built: null, refusal, needsValue };
}

/** No target, or one whose headers can't be opened, is a refusal; anything else is no answer at all. */
function toRefusal(error: unknown): ReplayRefusal {
  if (!(error instanceof AppError)) throw error;
  const { code, message, issues } = error;
  if (code !== 'BAD_REQUEST' && code !== 'SERVICE_UNAVAILABLE') throw error;
  return { code, parameter: issues?.[0]?.path ?? null, reason: message };
}
