import { z } from 'zod';
import { timestampIn } from '../timestamp-schema.ts';

/** Newest captured requests of each version that are looked at. */
export const maxVersionRequests = 5_000;
/** Endpoints that are told, those called most first. */
export const maxVersionEndpoints = 200;

const version = z.string().min(1).max(200);

export const compareServiceVersionsInput = z.strictObject({
  name: z.string().min(1).max(200),
  before: version.describe('a version of the service'),
  after: version.describe('another one'),
  startDate: timestampIn.optional().describe('start of the range; default: the first captured request'),
  endDate: timestampIn.optional().describe('end of the range, exclusive; default: the last'),
});
export type CompareServiceVersionsInput = z.infer<typeof compareServiceVersionsInput>;

/** How captured requests of one version went. */
const versionNumbers = z
  .object({
    count: z
      .number()
      .int()
      .describe(`captured requests, of the newest ${maxVersionRequests} of the version in the range`),
    errorRate: z.number().describe('of them with status 400 or above, or without an answer, 0 to 100'),
    p50Latency: z.number().nullable().describe('milliseconds; null: none was timed'),
    p95Latency: z.number().nullable(),
  })
  .meta({ id: 'VersionNumbers' });
export type VersionNumbers = z.infer<typeof versionNumbers>;

/** Two versions of a service side by side. Of a version that served nothing there is null. */
export const serviceVersions = z
  .object({
    all: z.object({ before: versionNumbers.nullable(), after: versionNumbers.nullable() }),
    endpoints: z
      .array(
        z.object({
          endpoint: z.string(),
          before: versionNumbers.nullable(),
          after: versionNumbers.nullable(),
        }),
      )
      .describe(`those called most first, at most ${maxVersionEndpoints}`),
  })
  .meta({ id: 'ServiceVersions' });
export type ServiceVersions = z.infer<typeof serviceVersions>;
