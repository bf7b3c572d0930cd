import { z } from 'zod';
import { maxLatency, maxWeight } from '../metrics/sample.ts';
import { headerMap, queryMap, rpcCall, sentBodyInfo } from '../replay/schema.ts';
import { maxVersionLength } from '../services/version-of.ts';
import { timestampIn } from '../timestamp-schema.ts';

/** Most requests in one ingest batch, and most lines in one of logs. */
export const maxIngestRequests = 1_000;
export const maxIngestLogs = 1_000;

const bytes = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const milliseconds = z.number().min(0).max(maxLatency);

/** One request that a service handled, as its observer reports it. */
export const observedRequest = z
  .strictObject({
    timestamp: timestampIn.describe('when the request arrived'),
    method: z.string().min(1).max(20),
    path: z.string().min(1).max(8_000).describe('path as requested; a query after ? is taken into query'),
    route: z
      .string()
      .min(1)
      .max(2_000)
      .optional()
      .describe('route template; inferred from the path when absent'),
    statusCode: z.number().int().min(100).max(599).nullable().describe('null when there was no response'),
    duration: milliseconds.nullable().optional().describe('milliseconds; null when not timed, as of streams'),
    timeToFirstByte: milliseconds
      .nullable()
      .optional()
      .describe('milliseconds until the answer began; kept with the snapshot, apart from latency'),
    requestSize: bytes.nullable().optional().describe('bytes'),
    responseSize: bytes.nullable().optional().describe('bytes'),
    ip: z.string().max(100).optional().describe('address of the client, for the country; not stored'),
    query: queryMap.optional(),
    headers: headerMap.optional(),
    body: z.string().max(65_536).optional(),
    bodyInfo: sentBodyInfo.optional().describe('what is known of the body, whether it is sent or not'),
    responseHeaders: headerMap.optional(),
    responseBody: z.string().max(65_536).optional(),
    responseBodyInfo: sentBodyInfo.optional(),
    userId: z.string().max(200).optional(),
    requestId: z.string().max(200).optional(),
    traceId: z.string().max(64).optional(),
    consumer: z.string().min(1).max(200).optional().describe('id of who called'),
    consumerName: z.string().min(1).max(200).optional().describe('name for that id'),
    weight: z
      .number()
      .min(1)
      .max(maxWeight)
      .optional()
      .describe('requests that it stands for when the others were left out by sampling; default 1'),
    snapshot: z.boolean().optional().describe('false: only counted, without a snapshot; default true'),
    rpc: rpcCall
      .optional()
      .describe('the procedure that was called, one of a batch; route then names it too'),
    validationPaths: z
      .array(z.string().max(200))
      .max(50)
      .optional()
      .describe('places of the input that were refused, dotted; no values'),
    error: z
      .strictObject({ type: z.string().min(1).max(200), message: z.string().max(2_000).optional() })
      .optional()
      .describe('what the handler threw'),
  })
  .meta({ id: 'ObservedRequest' });
export type ObservedRequest = z.infer<typeof observedRequest>;

/** Who sends a batch, and what it runs as. */
const senderShape = {
  batchId: z.uuid().describe('of the sender’s making; the same one again changes nothing'),
  service: z.string().min(1).max(200),
  version: z.string().max(maxVersionLength).optional(),
  stage: z.string().max(200).optional(),
  sdk: z
    .strictObject({ name: z.string().min(1).max(100), version: z.string().min(1).max(100) })
    .optional()
    .describe('the program that sends'),
  instance: z.string().min(1).max(200).optional().describe('the process that sends, as a host name or pod'),
  dropped: z
    .number()
    .int()
    .min(0)
    .max(1_000_000_000)
    .optional()
    .describe('observations that the sender had to drop since its last batch that was accepted'),
};

/** A batch of requests of one service. The same `batchId` sent again changes nothing. */
export const ingestRequestsInput = z.strictObject({
  ...senderShape,
  requests: z.array(observedRequest).min(1).max(maxIngestRequests),
});
export type IngestRequestsInput = z.infer<typeof ingestRequestsInput>;

/** Who sends a batch, as it says of itself. */
export type BatchSender = Omit<IngestRequestsInput, 'requests'>;

export const ingestRequestsOutput = z
  .object({
    accepted: z.number().int(),
    duplicate: z.boolean().describe('true when this batchId was taken before'),
  })
  .meta({ id: 'IngestResult' });
export type IngestRequestsOutput = z.infer<typeof ingestRequestsOutput>;

/** A batch of log lines of one service; each is judged by itself. The same `batchId` sent again changes nothing. */
export const ingestLogsInput = z.strictObject({
  ...senderShape,
  logs: z
    .array(z.unknown())
    .min(1)
    .max(maxIngestLogs)
    .describe('as POST /logs takes them; a line that names no service is of the batch’s'),
});
export type IngestLogsInput = z.infer<typeof ingestLogsInput>;
