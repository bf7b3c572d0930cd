import { readRequestId, readTraceId } from '@apiscope/core/request-id';
import type { Parts } from '../client-parts.ts';
import { newBatchId } from '../new-batch-id.ts';
import { readHeader } from '../observer/read-headers.ts';

/** Ids that join a log line with the request it was written in. */
export type RequestIds = { requestId?: string; traceId?: string };

/** Ids of the request that what happens now belongs to; one without an id of its own is given one. */
export function currentIds(parts: Parts): RequestIds {
  const observation = parts.current();
  if (observation === undefined || observation === null) return {};
  const { headers } = observation;
  observation.requestId ??= readRequestId(readHeader(headers, 'x-request-id')) ?? newBatchId();
  observation.traceId ??= readTraceId(readHeader(headers, 'traceparent'));
  const { requestId, traceId } = observation;
  return { requestId, ...(traceId !== null && { traceId }) };
}
