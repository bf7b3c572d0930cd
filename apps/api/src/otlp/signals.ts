import type { Deps } from '../deps.ts';
import type { IngestDoor } from '../ingest/create-ingest-counts.ts';
import { decodeRequest, type Encoding } from './encoding.ts';
import { takeLogs } from './logs/take-logs.ts';
import { takeMetrics } from './metrics/take-metrics.ts';
import type { Outcome } from './outcome.ts';
import type { BatchContext, TakeBatch } from './take-batch.ts';
import { takeTraces } from './traces/take-traces.ts';
import type { MessageName } from './wire/message-types.ts';

/** What one door of OTLP takes and answers. */
export type Signal = {
  path: string;
  door: IngestDoor;
  /** Name of the message that is answered. */
  response: MessageName;
  /** Field of the partial success that counts what is not kept, and what it counts. */
  rejected: string;
  items: string;
  /** Reads the bytes of a request and stores what it holds. @throws AppError BAD_REQUEST saying what is wrong with the bytes. */
  take(deps: Deps, body: EncodedBody, context: BatchContext): Promise<Outcome>;
};

export type EncodedBody = { encoding: Encoding; bytes: Uint8Array };

export const signals: readonly Signal[] = [
  {
    path: '/v1/logs',
    door: 'otlp_logs',
    response: 'ExportLogsServiceResponse',
    rejected: 'rejectedLogRecords',
    items: 'log records',
    take: taking('ExportLogsServiceRequest', takeLogs),
  },
  {
    path: '/v1/traces',
    door: 'otlp_traces',
    response: 'ExportTraceServiceResponse',
    rejected: 'rejectedSpans',
    items: 'spans',
    take: taking('ExportTraceServiceRequest', takeTraces),
  },
  {
    path: '/v1/metrics',
    door: 'otlp_metrics',
    response: 'ExportMetricsServiceResponse',
    rejected: 'rejectedDataPoints',
    items: 'data points',
    take: taking('ExportMetricsServiceRequest', takeMetrics),
  },
];

function taking<Name extends MessageName>(name: Name, take: TakeBatch<Name>): Signal['take'] {
  return (deps, { encoding, bytes }, context) => take(deps, decodeRequest(encoding, name, bytes), context);
}
