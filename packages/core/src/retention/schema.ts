import { z } from 'zod';
import { jobStatuses } from '../jobs/schema.ts';
import { logLimits } from '../logs/schema.ts';
import { timestampOut } from '../timestamp-schema.ts';
import { maxPolicyDays } from './policy-days.ts';

/** What is kept for a number of days of its own. */
export const retentionKinds = ['logs', 'snapshots', 'metrics', 'traces', 'jobs', 'deleted'] as const;
export type RetentionKind = (typeof retentionKinds)[number];

/** The kinds whose rows belong to a service, so that a service may have days of its own. */
export const kindsByService = [
  'logs',
  'snapshots',
  'metrics',
  'traces',
] as const satisfies readonly RetentionKind[];
export type KindByService = (typeof kindsByService)[number];

/** Whether the rows of a kind belong to services. */
export function isByService(kind: RetentionKind): kind is KindByService {
  return (kindsByService as readonly string[]).includes(kind);
}

/** Days that each kind is kept. */
export type RetentionDays = Readonly<Record<RetentionKind, number>>;

/** Days that hold where neither the environment nor a policy says otherwise. */
export const defaultRetentionDays: RetentionDays = {
  logs: 30,
  snapshots: 14,
  metrics: 90,
  traces: 14,
  jobs: 14,
  deleted: 7,
};

const target = {
  kind: z
    .enum(retentionKinds)
    .describe('logs, snapshots, metrics (one-minute windows), traces, jobs, or deleted: softly deleted rows'),
  service: z
    .string()
    .min(1)
    .max(logLimits.service)
    .optional()
    .describe(`only this service; ${kindsByService.join(', ')} have days by service`),
};
const days = z.number().int().min(1).max(maxPolicyDays).describe(`days to keep, 1 to ${maxPolicyDays}`);

type Target = { kind: RetentionKind; service?: string | undefined };
const hasServices = ({ kind, service }: Target): boolean => service === undefined || isByService(kind);
const noServices = { path: ['service'], error: `only ${kindsByService.join(', ')} have days by service` };

/** Which policy: the one of a kind, or the one of a service for a kind. */
export const retentionTarget = z.strictObject(target).refine(hasServices, noServices);
/** A policy to set. */
export const retentionPolicyInput = z.strictObject({ ...target, days }).refine(hasServices, noServices);
/** A policy to look ahead at; without days the lack of one. */
export const retentionPreviewInput = z
  .strictObject({ ...target, days: days.optional() })
  .refine(hasServices, noServices);

const keptDays = {
  days: z.number().int(),
  origin: z.enum(['default', 'policy']).describe('default: as the environment says, or as the kind does'),
};

/** What the next run would let go of. */
export const retentionForecast = z
  .object({
    at: timestampOut.describe('when the next run is due'),
    days: z.number().int().describe('days of which rows go'),
    partitions: z.number().int().describe('days that go whole'),
    bytes: z.number().int().describe('given back to the disk by the days that go whole'),
    rows: z.number().int(),
    rowsAreEstimated: z.boolean().describe('true when `rows` is taken from a sample'),
  })
  .meta({ id: 'RetentionForecast' });
export type RetentionForecast = z.infer<typeof retentionForecast>;

/** The days in force for a kind, or for a service of a kind, and what the next run will do by them. */
export const retentionPolicy = z
  .object({
    kind: z.enum(retentionKinds),
    service: z.string().nullable().describe('null for the kind as a whole'),
    ...keptDays,
    next: retentionForecast,
  })
  .meta({ id: 'RetentionPolicy' });
export type RetentionPolicy = z.infer<typeof retentionPolicy>;

/** What one run let go of, of one kind. */
export const freed = z
  .object({
    rows: z.number().int(),
    rowsAreEstimated: z.boolean().describe('true when a day that went whole was too large to count'),
    bytes: z.number().int().describe('given back to the disk by days that went whole'),
    partitions: z.number().int().describe('days that went whole'),
    services: z.record(z.string(), z.number().int()).describe('rows by service, the 100 with most'),
    others: z.record(z.string(), z.number().int()).describe('rows of other tables that went with them'),
    ms: z.number(),
  })
  .meta({ id: 'Freed' });
export type Freed = z.infer<typeof freed>;

export const retentionRun = z
  .object({
    startedAt: timestampOut,
    freed,
    error: z.string().nullable().describe('why something was left for the next run'),
  })
  .meta({ id: 'RetentionRun' });
export type RetentionRun = z.infer<typeof retentionRun>;

const storage = {
  bytes: z.number().int().nullable().describe('on disk with indexes; null where rows share their tables'),
  rows: z.number().int(),
  rowsAreEstimated: z.boolean().describe('true when `rows` is taken from a sample'),
  oldest: timestampOut.nullable().describe('time of the oldest row'),
  partitions: z.number().int().nullable().describe('days there are; null where days are no tables'),
};

/** How much there is of a kind. */
export type RetentionStorage = z.infer<z.ZodObject<typeof storage>>;

const kept = z.object({
  kind: z.enum(retentionKinds),
  ...keptDays,
  services: z.array(z.object({ service: z.string(), days: z.number().int() })),
  ...storage,
  lastRun: retentionRun.nullable(),
});

/** Everything that is kept, for how long, and what becomes of it. */
export const retentionOverview = z
  .object({
    kinds: z.array(kept),
    databaseBytes: z.number().int().describe('the whole database on disk'),
    nextRun: timestampOut.describe('when cleanup_logs is due'),
    job: z
      .object({
        id: z.number().int(),
        status: z.enum(jobStatuses),
        startedAt: timestampOut.nullable(),
        finishedAt: timestampOut.nullable(),
        error: z.string().nullable(),
      })
      .nullable()
      .describe('the newest job of cleanup_logs'),
  })
  .meta({ id: 'RetentionOverview' });
export type RetentionOverview = z.infer<typeof retentionOverview>;
