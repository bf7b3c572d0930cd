import { z } from 'zod';
import { explainUnknownKeys, filterShape, pageShape, searchShape } from '../search/list-input.ts';
import { snapshots } from '../search/resources/snapshots.ts';
import { timestampIn, timestampOut } from '../timestamp-schema.ts';

/** Header values by lower-case name; repeated headers keep all values. */
export const headerMap = z.record(z.string(), z.union([z.string(), z.array(z.string())]));
export type HeaderMap = z.infer<typeof headerMap>;

/** Query values by name; repeated keys keep all values, in order. */
export const queryMap = headerMap;
export type QueryMap = HeaderMap;

/** What is known of a body beside what is stored of it. */
export const bodyInfo = z
  .object({
    contentType: z.string().nullable(),
    size: z.number().int().nullable().describe('bytes on the wire, null when unknown'),
    truncated: z.boolean().describe('true when only the first 64 KiB are stored'),
    omitted: z
      .enum(['binary', 'multipart', 'stream', 'unread'])
      .nullable()
      .describe('why nothing of it is stored'),
    sha256: z
      .string()
      .optional()
      .describe('SHA-256 of its bytes in hexadecimal, where nothing is stored of a binary body'),
  })
  .meta({ id: 'BodyInfo' });
export type BodyInfo = z.infer<typeof bodyInfo>;

/** What a sender says of a body; what it leaves out is unknown. */
export const sentBodyInfo = z.strictObject({
  contentType: z.string().max(200).nullable().optional(),
  size: z
    .number()
    .int()
    .min(0)
    .max(Number.MAX_SAFE_INTEGER)
    .nullable()
    .optional()
    .describe('bytes on the wire'),
  truncated: z.boolean().optional().describe('true when only the beginning is sent'),
  omitted: bodyInfo.shape.omitted.optional().describe('why nothing of it is sent'),
});
export type SentBodyInfo = z.infer<typeof sentBodyInfo>;

/** One call of a remote procedure. */
export const rpcCall = z.strictObject({
  system: z.string().min(1).max(40).describe('for example trpc'),
  procedure: z.string().min(1).max(200).describe('for example users.get'),
  type: z.enum(['query', 'mutation', 'subscription']).optional(),
});

/** What an observer knew of a request beside the HTTP of it; what it did not know is absent. */
export const snapshotAttributes = z
  .object({
    rpc: rpcCall.optional(),
    validationPaths: z.array(z.string()).optional().describe('places of the input that were refused, dotted'),
    error: z
      .object({ type: z.string(), message: z.string().optional() })
      .optional()
      .describe('what the handler threw'),
    timeToFirstByte: z.number().optional().describe('milliseconds until the answer began'),
    weight: z.number().optional().describe('requests that this one stands for, of a sampling sender'),
    consumerName: z.string().optional(),
  })
  .meta({ id: 'SnapshotAttributes' });
export type SnapshotAttributes = z.infer<typeof snapshotAttributes>;

/** One captured request with its response; secrets are redacted before it is stored. */
export const snapshot = z
  .object({
    id: z.number().int(),
    service: z.string(),
    endpoint: z.string(),
    method: z.string(),
    path: z.string(),
    query: queryMap,
    headers: headerMap,
    body: z.unknown().describe('parsed where it was JSON, else text, null when there was none'),
    bodyInfo: bodyInfo.nullable(),
    statusCode: z.number().int().nullable(),
    responseHeaders: headerMap.nullable(),
    responseBody: z.unknown(),
    responseBodyInfo: bodyInfo.nullable(),
    duration: z.number().nullable().describe('milliseconds'),
    timestamp: timestampOut,
    userId: z.string().nullable(),
    consumer: z.string().nullable().describe('id of who called, as the service knows it'),
    version: z.string().nullable(),
    stage: z.string().nullable(),
    requestId: z.string().nullable(),
    traceId: z.string().nullable(),
    geoCountry: z.string().nullable(),
    geoRegion: z.string().nullable(),
    geoCity: z.string().nullable(),
    geoLat: z.number().nullable(),
    geoLon: z.number().nullable(),
    geoSource: z.enum(['platform', 'header', 'ip', 'none']),
    attributes: snapshotAttributes.nullable(),
    redactedPaths: z
      .array(z.string())
      .describe('what was redacted, for example headers.authorization or body.card.number'),
    pinned: z.boolean().describe('kept by retention'),
    created_at: timestampOut,
    updated_at: timestampOut,
  })
  .meta({ id: 'Snapshot' });
export type Snapshot = z.infer<typeof snapshot>;

/** A snapshot with its bodies as the text that is stored, not parsed. */
export type WholeSnapshot = Omit<Snapshot, 'body' | 'responseBody'> & {
  body: string | null;
  responseBody: string | null;
};

/** A snapshot in a list: without headers and bodies. */
export const snapshotListItem = snapshot
  .omit({
    headers: true,
    body: true,
    bodyInfo: true,
    responseHeaders: true,
    responseBody: true,
    responseBodyInfo: true,
    attributes: true,
    redactedPaths: true,
  })
  .meta({ id: 'SnapshotListItem' });
export type SnapshotListItem = z.infer<typeof snapshotListItem>;

export const snapshotIdInput = z.strictObject({ id: z.number().int().min(1) });

export const listSnapshotsInput = z.strictObject(
  {
    ...pageShape(snapshots),
    ...searchShape(snapshots),
    service: z.string().min(1).max(200).optional().describe('only this service'),
    method: z.string().min(1).max(20).optional().describe('only this HTTP method'),
    path: z.string().min(1).max(8_000).optional().describe('only this exact path'),
    statusCode: z.number().int().min(100).max(599).optional().describe('only this HTTP status'),
    startDate: timestampIn.optional().describe('captured at or after'),
    endDate: timestampIn.optional().describe('captured at or before'),
    ...filterShape(snapshots),
  },
  { error: explainUnknownKeys(snapshots) },
);
export type ListSnapshotsInput = z.infer<typeof listSnapshotsInput>;
