import type { BatchSender } from '@apiscope/core/ingest/schema';
import type { Redactor } from '@apiscope/core/redact/redactor';
import type { SeenSender } from '@apiscope/db/services/record-sender';

/** What a sender says of itself, freed of what looks like a secret. */
export function redactSender(
  redactor: Redactor,
  batch: Omit<BatchSender, 'batchId'>,
  at: number,
): SeenSender {
  const { service, version, stage, instance, sdk, dropped } = batch;
  return {
    service,
    at,
    ...(version !== undefined && { version: redactor.text(version) }),
    ...(stage !== undefined && { stage: redactor.text(stage) }),
    ...(instance !== undefined && { instance: redactor.text(instance) }),
    ...(sdk !== undefined && {
      sdk: { name: redactor.text(sdk.name), version: redactor.text(sdk.version) },
    }),
    ...(dropped !== undefined && { dropped }),
  };
}
