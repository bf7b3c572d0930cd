import { z } from 'zod';
import { headerMap, queryMap } from '../replay/schema.ts';
import { timestampIn } from '../timestamp-schema.ts';

/** Most requests in one ingest batch. */
export const maxIngestRequests = 1_000;

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
    duration: z
      .number()
      .min(0)
      .max(86_400_000)
      .nullable()
      .optional()
      .describe('milliseconds; null when not timed'),
    requestSize: z.number().int().min(0).nullable().optional().describe('bytes'),
    responseSize: z.number().int().min(0).nullable().optional().describe('bytes'),
    ip: z.string().max(100).optional().describe('address of the client, for the country; not stored'),
    query: queryMap.optional(),
    headers: headerMap.optional(),
    body: z.string().max(65_536).optional(),
    responseHeaders: headerMap.optional(),
    responseBody: z.string().max(65_536).optional(),
    userId: z.string().max(200).optional(),
    requestId: z.string().max(200).optional(),
    traceId: z.string().max(64).optional(),
  })
  .meta({ id: 'ObservedRequest' });
export type ObservedRequest = z.infer<typeof observedRequest>;

/** A batch of requests of one service. The same `batchId` sent again changes nothing. */
export const ingestRequestsInput = z.strictObject({
  batchId: z.uuid(),
  service: z.string().min(1).max(200),
  version: z.string().max(200).optional(),
  stage: z.string().max(200).optional(),
  requests: z.array(observedRequest).min(1).max(maxIngestRequests),
});
export type IngestRequestsInput = z.infer<typeof ingestRequestsInput>;

export const ingestRequestsOutput = z
  .object({
    accepted: z.number().int(),
    duplicate: z.boolean().describe('true when this batchId was taken before'),
  })
  .meta({ id: 'IngestResult' });
export type IngestRequestsOutput = z.infer<typeof ingestRequestsOutput>;
