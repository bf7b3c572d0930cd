import { z } from 'zod';
import { timestampOut } from '../timestamp-schema.ts';
import { responseDiff } from './diff-schema.ts';
import { bodyInfo, headerMap, queryMap } from './schema.ts';

/** Longest body that may be put in place of the captured one, characters. */
const maxOverrideBody = 1_000_000;

/** What an operator changes of a captured request before it is sent again. */
export const replayOverrides = z.strictObject({
  target: z
    .string()
    .min(1)
    .max(200)
    .refine((name) => !name.includes('\0'), 'holds a character that no name has')
    .optional()
    .describe('name of a target of the service'),
  headers: z
    .record(z.string().min(1).max(200), z.union([z.string().max(8_000), z.null()]))
    .optional()
    .describe('headers to set; null takes one away'),
  query: queryMap.optional().describe('the query in place of the captured one'),
  body: z
    .unknown()
    .refine(
      (body) => (typeof body === 'string' ? body : (JSON.stringify(body) ?? '')).length <= maxOverrideBody,
      `at most ${maxOverrideBody} characters`,
    )
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

/** What a replay would send. Secrets and the values of a target's headers are hidden. */
export const replayPreview = z
  .object({
    target: z.string().nullable(),
    isInProcess: z.boolean().describe('Apiscope would answer it itself, with no socket between'),
    method: z.string(),
    url: z.string().nullable().describe('null when it would be refused'),
    headers: headerMap.nullable(),
    body: z.string().nullable().describe('the first 64 KiB'),
    needsValue: z
      .array(z.string())
      .describe(
        'places that were redacted and are left out: `headers.authorization`, `query.token`, `body.card.number`',
      ),
    needsConfirm: z.boolean().describe('it is only sent with confirm: true'),
    refusal: z
      .object({
        code: z.enum(['BAD_REQUEST', 'FORBIDDEN', 'SERVICE_UNAVAILABLE']),
        parameter: z.string().nullable().describe('what could be given or changed to have it sent'),
        reason: z.string(),
      })
      .nullable()
      .describe('why it would not be sent'),
  })
  .meta({ id: 'ReplayPreview' });
export type ReplayPreview = z.infer<typeof replayPreview>;

export const runIdInput = z.strictObject({ id: z.number().int().min(1) });

/** Two replays that are compared. */
export const compareRunsInput = z.strictObject({
  before: z.number().int().min(1).describe('id of a replay'),
  after: z.number().int().min(1).describe('id of another, of the same snapshot or not'),
  ignore: z
    .string()
    .max(20_000)
    .optional()
    .describe('paths of the diff to ignore, parted by commas: `body.at,headers.*`'),
});

/** How the answers of two replays differ. */
export const runComparison = z
  .object({ before: replayRun, after: replayRun, diff: responseDiff })
  .meta({ id: 'ReplayComparison' });
