import { z } from 'zod';
import { rangeIn, rangeOut } from '../range/schema.ts';
import { timestampOut } from '../timestamp-schema.ts';
import { filterIn, viewFilter, viewId, viewLimits, viewText } from '../views/schema.ts';

/** Bounds of a replay set. */
export const setLimits = {
  name: 200,
  maxRequests: 10_000,
  concurrency: 32,
  /** Requests per second, least and most. */
  rateLimit: { least: 0.1, most: 1_000 },
  /** Paths in each of the two lists, and characters of a path. */
  paths: 100,
  path: 500,
} as const;

const path = z
  .string()
  .trim()
  .min(1)
  .max(setLimits.path)
  .refine((value) => !/[\0\p{Surrogate}]/u.test(value), 'holds a character that cannot be stored');
const paths = z.array(path).max(setLimits.paths);

/** Requests that are replayed together: those that pass a filter at the time. */
export const replaySet = z
  .object({
    id: z.number().int(),
    name: z.string(),
    service: z.string(),
    filter: viewFilter.describe('filters, search and order, as parameters that the list of requests takes'),
    range: rangeOut.nullable().describe('only requests of this time; null: of any'),
    target: z.string().nullable().describe('name of a target of the service; null: the only one it has'),
    maxRequests: z
      .number()
      .int()
      .describe('the first so many requests of the filter, in its order, are replayed'),
    concurrency: z.number().int().describe('requests under way at once'),
    rateLimit: z.number().describe('requests per second'),
    confirm: z.boolean().describe('whether methods other than GET, HEAD and OPTIONS are sent'),
    ignoredPaths: z
      .array(z.string())
      .describe('paths of the diff that may differ; `*` is one name, `**` any number'),
    noisePaths: z.array(z.string()).describe('paths that differ by themselves, as learnt or as edited since'),
    learnedAt: timestampOut.nullable(),
    created_at: timestampOut,
    updated_at: timestampOut,
  })
  .meta({ id: 'ReplaySet' });
export type ReplaySet = z.infer<typeof replaySet>;

export const targetName = viewText(200);
const parts = {
  filter: filterIn.optional(),
  range: rangeIn.nullish().describe('only requests of this time; null: of any'),
  target: targetName.nullish().describe('name of a target of the service; null: the only one it has'),
  maxRequests: z
    .number()
    .int()
    .min(1)
    .max(setLimits.maxRequests)
    .optional()
    .describe('1 to 10000, default 100'),
  concurrency: z
    .number()
    .int()
    .min(1)
    .max(setLimits.concurrency)
    .optional()
    .describe('requests under way at once, 1 to 32, default 4'),
  rateLimit: z
    .number()
    .min(setLimits.rateLimit.least)
    .max(setLimits.rateLimit.most)
    .optional()
    .describe('requests per second, 0.1 to 1000, default 10'),
  confirm: z
    .boolean()
    .optional()
    .describe('whether methods other than GET, HEAD and OPTIONS are sent, default false: they are refused'),
  ignoredPaths: paths
    .optional()
    .describe('paths of the diff that may differ; `*` is one name, `**` any number'),
  noisePaths: paths.optional().describe('paths that differ by themselves; learning writes them anew'),
};
const name = viewText(setLimits.name).describe('1 to 200 characters, unique among sets');
const service = viewText(viewLimits.service);

export const setId = z.number().int().min(1).max(2_147_483_647);
export const setIdInput = z.strictObject({ id: setId });
export const createSetInput = z.strictObject({
  name,
  service: service.optional().describe('service of the requests; may be left out with a view that names one'),
  view: viewId
    .optional()
    .describe('a saved view of requests to take filter, range and service from, where not given'),
  ...parts,
});
export type CreateSetInput = z.infer<typeof createSetInput>;
/** A set that is not stored, to see what it would do. */
export const previewSetInput = createSetInput.extend({ name: name.optional() });
/** The service stays: target and paths mean nothing to another. */
export const updateSetInput = z.strictObject({ id: setId, name: name.optional(), ...parts });
export type UpdateSetInput = z.infer<typeof updateSetInput>;

/** What a run of a set would do, without sending anything. */
export const setCount = z
  .object({
    matching: z.number().int().describe('requests that pass the filter'),
    matchingIsCapped: z.boolean(),
    selected: z.number().int().describe('those of them that a run takes'),
    target: z.string(),
    sendable: z.number().int(),
    refused: z.number().int(),
    needsValue: z.number().int().describe('of those that are sent: lack a value that was redacted'),
    reasons: z
      .array(z.object({ reason: z.string(), count: z.number().int(), snapshotId: z.number().int() }))
      .describe('why requests are refused, most frequent first, each with one of them; at most 20'),
    values: z
      .array(z.object({ path: z.string(), count: z.number().int() }))
      .describe('what was redacted and has no value, most frequent first; at most 20'),
  })
  .meta({ id: 'ReplaySetCount' });
export type SetCount = z.infer<typeof setCount>;
