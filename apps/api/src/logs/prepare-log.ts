import { badParameter } from '@apiscope/core/errors';
import { fingerprint } from '@apiscope/core/logs/fingerprint';
import { identifiersOf } from '@apiscope/core/logs/identifiers';
import { maskMessage } from '@apiscope/core/logs/mask';
import { checkJson, safeText } from '@apiscope/core/logs/safe-json';
import { logLimits, type NewLog } from '@apiscope/core/logs/schema';
import { readTimestamp } from '@apiscope/core/timestamp-schema';
import type { PreparedLog } from '@apiscope/db/logs/insert-logs';
import { type Actor, anybody } from '../access/actor.ts';
import { requireService } from '../access/require-access.ts';
import type { Deps } from '../deps.ts';
import { checkMoment } from '../http/check-moment.ts';

/** Service of a log that names none. */
export const defaultService = 'default';

/**
 * Makes a valid log storable: redacted first, then freed of what PostgreSQL cannot hold, then split into pattern and
 * identifiers.
 * @param actor - who sends it; a key's log that names no service is of the service that the key is bound to.
 * @throws AppError BAD_REQUEST naming `meta` or `created_at` when they are out of bounds, FORBIDDEN for another service than the key's.
 */
export function prepareLog(
  { redactor, clock }: Pick<Deps, 'redactor' | 'clock'>,
  line: NewLog,
  actor: Actor = anybody,
): PreparedLog {
  const service = line.service ?? actor.service ?? defaultService;
  requireService(actor, service);
  const now = clock.now();
  const createdAt = line.created_at === undefined ? now : readTimestamp(line.created_at);
  checkMoment('created_at', createdAt, now);
  const meta = checkJson(line.meta ?? null, { depth: logLimits.depth, bytes: logLimits.meta });
  if (!meta.ok) throw badParameter('meta', meta.reason);
  const message = safeText(redactor.text(line.message));
  const { pattern, variables } = maskMessage(message);
  const traceId = line.traceId === undefined ? null : safeText(line.traceId);
  const requestId = line.requestId === undefined ? null : safeText(line.requestId);
  return {
    service: safeText(service),
    source: safeText(line.source),
    level: line.level,
    message,
    meta: redactor.json(meta.value),
    traceId,
    requestId,
    createdAt,
    pattern,
    fingerprint: fingerprint(pattern),
    identifiers: identifiersOf(variables, requestId, traceId),
  };
}
