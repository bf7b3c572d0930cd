import type { ObservedRequest } from '@apiscope/core/ingest/schema';
import type { Sample } from '@apiscope/core/metrics/sample';
import { readTimestamp } from '@apiscope/core/timestamp-schema';
import type { Deps } from '../deps.ts';

/** What the metrics count of a request that a service reports. */
export function toSample(
  { redactor }: Pick<Deps, 'redactor'>,
  request: ObservedRequest,
  { endpoint, country }: { endpoint: string; country: string | null },
): Sample {
  const { weight, consumer, consumerName } = request;
  return {
    at: readTimestamp(request.timestamp),
    endpoint,
    status: request.statusCode,
    duration: request.duration ?? null,
    requestSize: request.requestSize ?? null,
    responseSize: request.responseSize ?? null,
    country,
    ...(weight !== undefined && weight !== 1 && { weight }),
    ...(consumer !== undefined && { consumer: redactor.text(consumer) }),
    ...(consumer !== undefined &&
      consumerName !== undefined && { consumerName: redactor.text(consumerName) }),
  };
}
