import { z } from 'zod';
import { createCidrSet } from '../geo/cidr-set.ts';
import { timestampOut } from '../timestamp-schema.ts';
import { headerIssue } from './header-issue.ts';

/** Bounds of a target. */
export const targetLimits = {
  name: 200,
  service: 200,
  baseUrl: 2_000,
  cidrs: 50,
  headers: 50,
  headerValue: 8_000,
} as const;

/** What is not sent to a target: nothing is locked, methods that change something, or everything. */
export const targetLock = z.enum(['none', 'unsafe', 'all']);
export type TargetLock = z.infer<typeof targetLock>;

/** Where the requests of a service may be sent again. Values of its headers are never shown. */
export const replayTarget = z
  .object({
    id: z.number().int(),
    service: z.string(),
    name: z.string(),
    baseUrl: z.string(),
    allowedCidrs: z.array(z.string()),
    lock: targetLock,
    headerNames: z
      .array(z.string())
      .describe('headers that are added to every request; their values are never shown'),
    created_at: timestampOut,
    updated_at: timestampOut,
  })
  .meta({ id: 'ReplayTarget' });
export type ReplayTarget = z.infer<typeof replayTarget>;

const text = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .refine((value) => !/[\0\p{Surrogate}]/u.test(value), 'holds a character that cannot be stored');

const service = text(targetLimits.service).describe('service whose requests it takes');
const name = text(targetLimits.name).describe('1 to 200 characters, unique among the targets of a service');
const baseUrl = z
  .string()
  .trim()
  .min(1)
  .max(targetLimits.baseUrl)
  .transform((value, context) => {
    const problem = baseUrlProblem(value);
    if (problem === null) return new URL(value).href.replace(/\/+$/, '');
    context.addIssue({ code: 'custom', message: problem });
    return z.NEVER;
  })
  .describe('http or https, without user, query or fragment; the path of a request is put behind it');
const allowedCidrs = z
  .array(
    text(100).superRefine((entry, context) => {
      try {
        createCidrSet([entry]);
      } catch (error) {
        context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
      }
    }),
  )
  .max(targetLimits.cidrs)
  .describe(
    'addresses and ranges that may be reached although they are not public, such as 10.1.0.0/16 or loopback',
  );
const headers = z
  .record(z.string().min(1).max(200), z.union([z.string().max(targetLimits.headerValue), z.null()]))
  .superRefine((values, context) => {
    if (Object.keys(values).length > targetLimits.headers)
      context.addIssue({ code: 'custom', message: `at most ${targetLimits.headers} headers` });
    for (const [header, value] of Object.entries(values)) {
      const problem = headerIssue(header, value ?? '');
      if (problem !== null) context.addIssue({ code: 'custom', path: [header], message: problem });
    }
  })
  .describe(
    'headers to add to every request, by name; null takes one away. Encrypted, and never shown again',
  );

const parts = {
  allowedCidrs: allowedCidrs.optional(),
  lock: targetLock.optional(),
  headers: headers.optional(),
};
const targetId = z.number().int().min(1).max(2_147_483_647);

export const targetIdInput = z.strictObject({ id: targetId });
export const listTargetsInput = z.strictObject({
  service: z.string().min(1).max(targetLimits.service).optional().describe('only of this service'),
});
export const createTargetInput = z.strictObject({ service, name, baseUrl, ...parts });
export type CreateTargetInput = z.infer<typeof createTargetInput>;
/** A target stays with its service. Headers that are not named stay as they are. */
export const updateTargetInput = z.strictObject({
  id: targetId,
  name: name.optional(),
  baseUrl: baseUrl.optional(),
  ...parts,
});

export type UpdateTargetInput = z.infer<typeof updateTargetInput>;

function baseUrlProblem(value: string): string | null {
  if (/[\s\\\p{Cc}]/u.test(value)) return 'holds a blank, a backslash or a control character';
  if (!/^https?:\/\//i.test(value)) return 'must begin with http:// or https://';
  if (!URL.canParse(value)) return 'is no URL';
  const url = new URL(value);
  if (url.username !== '' || url.password !== '' || /^[^/]*\/\/[^/]*@/.test(value))
    return 'must not hold a user or password; add a header instead';
  if (/[?#]/.test(value)) return 'must have no query and no fragment';
  return null;
}
