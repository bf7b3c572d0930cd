import { recordAudit } from '@apiscope/db/access/record-audit';
import type { DbOrTx } from '@apiscope/db/client';
import type { Context } from '../trpc/context.ts';

/** What somebody does, as the audit log tells it. */
export type Act = { action: string; subject: string | null; details?: Record<string, unknown> };

/**
 * Writes down who does what, where `db` is the transaction that does it if there is one. Names that people give pass the redactor as
 * everything that is stored.
 */
export async function auditAct(
  { actor, requestId, deps: { redactor } }: Pick<Context, 'actor' | 'requestId' | 'deps'>,
  db: DbOrTx,
  { action, subject, details = {} }: Act,
): Promise<void> {
  await recordAudit(db, {
    actor: actor.name,
    action,
    subject: subject === null ? null : redactor.text(subject),
    details: redactor.json(details) as Record<string, unknown>,
    requestId,
  });
}
