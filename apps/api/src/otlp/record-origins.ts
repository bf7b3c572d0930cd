import type { Redactor } from '@apiscope/core/redact/redactor';
import type { Tx } from '@apiscope/db/client';
import { recordSender, type SeenSender } from '@apiscope/db/services/record-sender';
import { redactSender } from '../ingest/redact-sender.ts';
import type { Origin } from './read-origin.ts';

/**
 * Takes note of who sent some telemetry, in the transaction that stores it; call it last, as {@link recordSender} asks. In one order, so that
 * requests of a collector, each with many senders, wait for each other and no more.
 * @param at milliseconds since the UTC epoch
 */
export async function recordOrigins(
  tx: Tx,
  origins: Iterable<Origin>,
  { redactor, at }: { redactor: Redactor; at: number },
): Promise<void> {
  const senders = new Map<string, SeenSender>();
  for (const origin of new Set(origins)) {
    const sender = toSender(origin, { redactor, at });
    senders.set(JSON.stringify(sender), sender);
  }
  for (const [, sender] of [...senders].sort(([a], [b]) => (a < b ? -1 : 1))) await recordSender(tx, sender);
}

function toSender(
  { service, version, stage, instance, sdk }: Origin,
  { redactor, at }: { redactor: Redactor; at: number },
): SeenSender {
  const told = {
    service,
    ...(version !== null && { version }),
    ...(stage !== null && { stage }),
    ...(instance !== null && { instance }),
    ...(sdk !== null && { sdk }),
  };
  return redactSender(redactor, told, at);
}
