import { z } from 'zod';
import { timestampOut } from '../timestamp-schema.ts';

/** Newest requests to an endpoint that are looked at. */
export const maxVersionRequests = 20_000;
/** Pairs of alike requests that are compared, and paths that are told. */
export const maxComparedPairs = 200;

const version = z.string().min(1).max(200);
const scope = {
  service: z.string().min(1).max(200),
  endpoint: z.string().min(1).max(2_000).describe('method and route template'),
};
export const listVersionsInput = z.strictObject(scope);
export const compareVersionsInput = z.strictObject({
  ...scope,
  before: version.describe('a version of the service'),
  after: version.describe('another one'),
});
export type CompareVersionsInput = z.infer<typeof compareVersionsInput>;

/** How a version of a service served an endpoint, by the captured requests that are kept. */
export const endpointVersion = z
  .object({
    version: z.string().nullable().describe('null: requests that named none'),
    count: z.number().int().describe(`of the newest ${maxVersionRequests} requests to the endpoint`),
    p50Latency: z.number().nullable().describe('milliseconds'),
    p95Latency: z.number().nullable(),
    errorRate: z.number().describe('of them with status 400 or above, or without an answer, 0 to 100'),
    firstSeen: timestampOut.describe('earliest of these requests'),
    lastSeen: timestampOut,
  })
  .meta({ id: 'EndpointVersion' });
export type EndpointVersion = z.infer<typeof endpointVersion>;

/** Where the answers of two versions to alike requests differ. */
export const versionComparison = z
  .object({
    pairs: z
      .number()
      .int()
      .describe(
        `requests with the same method, path, query and body, the newest of each; at most ${maxComparedPairs}`,
      ),
    equal: z.number().int(),
    different: z.number().int(),
    paths: z
      .array(
        z.object({
          path: z.string().describe('as in a diff; items of arrays are taken together'),
          count: z.number().int().describe('pairs that differ there'),
          before: z.number().int().describe('a request of such a pair, of the version before'),
          after: z.number().int().describe('and the alike one of the version after'),
        }),
      )
      .describe('most frequent first, at most 200'),
  })
  .meta({ id: 'VersionComparison' });
export type VersionComparison = z.infer<typeof versionComparison>;
