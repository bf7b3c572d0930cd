import { safeText } from '@apiscope/core/logs/safe-json';
import type { DbOrTx } from '../client.ts';

/** What somebody did. Nothing secret belongs into it. */
export type AuditRecord = {
  /** Name of the actor. */
  actor: string;
  /** Verb and thing in the words of the API, `keys.create`, `replay.run`. */
  action: string;
  /** What it was done to, as people name it; null when there is no one thing. */
  subject: string | null;
  details?: Record<string, unknown>;
  requestId: string | null;
};

/** Writes a line of the audit log, in the transaction that does what it tells of where there is one. */
export async function recordAudit(
  db: DbOrTx,
  { actor, action, subject, details, requestId }: AuditRecord,
): Promise<void> {
  await db.$executeRaw`
    INSERT INTO audit_log (actor, action, subject, details, request_id)
    VALUES (${safeText(actor)}, ${action}, ${subject === null ? null : safeText(subject)}, ${toJson(details ?? {})}::jsonb, ${requestId})`;
}

/** A name that somebody gave must never keep the line that tells of it from being written. */
function toJson(details: Record<string, unknown>): string {
  return JSON.stringify(details, (_, value) => (typeof value === 'string' ? safeText(value) : value));
}
