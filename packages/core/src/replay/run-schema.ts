import { z } from 'zod';
import { timestampOut } from '../timestamp-schema.ts';
import { responseDiff } from './diff-schema.ts';
import { bodyInfo, headerMap, queryMap } from './schema.ts';

/** Longest body that may be put in place of the captured one, characters. */
export const maxOverrideBody = 1_000_000;

/** What an operator changes of a captured request before it is sent again. */
export const replayOverrides = z.strictObject({
  target: z.string().min(1).max(200).optional().describe('name of a target of the service'),
  headers: z
    .record(z.string().min(1).max(200), z.union([z.string().max(8_000), z.null()]))
    .optional()
    .describe('headers to set; null takes one away'),
  query: queryMap.optional().describe('the query in place of the captured one'),
  body: z
    .unknown()
    .optional()
    .describe('the body in place of the captured one: text as it is, anything else as JSON; null for none'),
  confirm: z.boolean().optional().describe('must be true for methods other than GET, HEAD and OPTIONS'),
  ignore: z
    .array(z.string().min(1).max(500))
    .max(200)
    .optional()
    .describe('paths of the diff to ignore; `*` stands for one name, `**` for any number'),
});
export type ReplayOverrides = z.infer<typeof replayOverrides>;

/** Steps of a replay, milliseconds from its start; null where a step did not take place. */
export const replayTiming = z
  .object({
    connected: z.number().nullable(),
    firstByte: z.number().nullable(),
    total: z.number(),
  })
  .meta({ id: 'ReplayTiming' });
export type ReplayTiming = z.infer<typeof replayTiming>;

/** One replay of a snapshot: what was sent, what came back, and how that differs. Secrets are redacted. */
export const replayRun = z
  .object({
    id: z.number().int(),
    snapshotId: z.number().int(),
    status: z
      .enum(['done', 'failed', 'refused'])
      .describe('answered; sent but not answered; not sent, `error` says why'),
    target: z.string().nullable().describe('name of the target; null: in process'),
    actor: z.string(),
    overrides: z.unknown(),
    method: z.string().nullable(),
    url: z.string().nullable(),
    requestHeaders: headerMap.nullable(),
    requestBody: z.string().nullable().describe('the text that was sent, up to 64 KiB'),
    idempotencyKey: z.string().nullable(),
    address: z.string().nullable().describe('IP address that was connected to'),
    statusCode: z.number().int().nullable(),
    duration: z.number().nullable().describe('milliseconds'),
    timing: replayTiming.nullable(),
    responseHeaders: headerMap.nullable(),
    responseBody: z.unknown(),
    responseBodyInfo: bodyInfo.nullable(),
    diff: responseDiff.nullable().describe('against the answer that was captured'),
    equal: z.boolean().nullable(),
    setRunId: z.number().int().nullable().describe('run of a replay set that it belongs to'),
    error: z.string().nullable(),
    created_at: timestampOut,
    updated_at: timestampOut,
  })
  .meta({ id: 'ReplayRun' });
export type ReplayRun = z.infer<typeof replayRun>;
