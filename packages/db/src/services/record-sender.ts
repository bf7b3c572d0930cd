import type { BatchSender } from '@apiscope/core/ingest/schema';
import { safeText } from '@apiscope/core/logs/safe-json';
import { batchIdOf } from '../batch-id.ts';
import type { Tx } from '../client.ts';

/** Processes of a service that are remembered; beyond, those that were silent longest are forgotten. */
const maxSenders = 200;

/** Who sent a batch, already redacted. */
export type SeenSender = Omit<BatchSender, 'batchId'> & {
  /** Milliseconds since the UTC epoch. */
  at: number;
};

/**
 * Takes note of who sends data of a service, and of what it had to drop, in the transaction that stores the batch: what is dropped counts
 * once as well. One that says nothing of itself is not noted. Call it last: the row is locked until the transaction ends.
 */
export async function recordSender(tx: Tx, sender: SeenSender): Promise<void> {
  const { service, at, dropped = 0 } = sender;
  const [instance, sdkName, sdkVersion, version, stage] = [
    sender.instance,
    sender.sdk?.name,
    sender.sdk?.version,
    sender.version,
    sender.stage,
  ].map((text) => (text ? safeText(text) : null));
  if (!instance && !sdkName && !version && !stage && dropped === 0) return;
  const key = batchIdOf(['sender', service, instance, sdkName, sdkVersion, version, stage]);
  const moment = new Date(at);
  const [row] = await tx.$queryRaw<{ isNew: boolean }[]>`
    INSERT INTO service_senders AS stored (
      key, service, instance, sdk_name, sdk_version, version, stage, dropped, first_seen, last_seen)
    VALUES (${key}::uuid, ${safeText(service)}, ${instance}, ${sdkName}, ${sdkVersion}, ${version}, ${stage},
            ${dropped}::bigint, ${moment}, ${moment})
    ON CONFLICT (key) DO UPDATE SET dropped = stored.dropped + excluded.dropped,
      first_seen = least(stored.first_seen, excluded.first_seen), last_seen = greatest(stored.last_seen, excluded.last_seen),
      updated_at = now()
    RETURNING xmax = 0 AS "isNew"`;
  if (!row?.isNew) return;
  await tx.$executeRaw`
    DELETE FROM service_senders WHERE id IN (
      SELECT id FROM service_senders WHERE service = ${safeText(service)} ORDER BY last_seen DESC, id DESC OFFSET ${maxSenders}
      FOR UPDATE SKIP LOCKED)`;
}
