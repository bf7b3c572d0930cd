import { readBody } from '@apiscope/core/replay/read-body';
import type {
  BodyInfo,
  HeaderMap,
  QueryMap,
  Snapshot,
  SnapshotAttributes,
  SnapshotListItem,
  WholeSnapshot,
} from '@apiscope/core/replay/schema';
import { Prisma } from '../client.ts';
import { wireNumber, wireTime } from '../sql/wire.ts';

/** Columns of a snapshot in a list. */
export const snapshotItemColumns = Prisma.raw(
  `id, service, endpoint, method, path, query, status_code AS "statusCode", duration, timestamp, user_id AS "userId", consumer, version,
   stage, request_id AS "requestId", trace_id AS "traceId", geo_country AS "geoCountry", geo_region AS "geoRegion",
   geo_city AS "geoCity", geo_lat AS "geoLat", geo_lon AS "geoLon", geo_source AS "geoSource", pinned,
   created_at AS "createdAt", updated_at AS "updatedAt"`,
);

/** Columns of a whole snapshot. */
export const snapshotColumns = Prisma.sql`${snapshotItemColumns}, headers, body, body_info AS "bodyInfo",
  response_headers AS "responseHeaders", response_body AS "responseBody", response_body_info AS "responseBodyInfo",
  redacted_paths AS "redactedPaths", attributes`;

export type SnapshotItemRow = {
  id: bigint;
  service: string;
  endpoint: string;
  method: string;
  path: string;
  query: QueryMap;
  statusCode: number | null;
  duration: number | null;
  timestamp: Date;
  userId: string | null;
  consumer: string | null;
  version: string | null;
  stage: string | null;
  requestId: string | null;
  traceId: string | null;
  geoCountry: string | null;
  geoRegion: string | null;
  geoCity: string | null;
  geoLat: number | null;
  geoLon: number | null;
  geoSource: Snapshot['geoSource'];
  pinned: boolean;
  createdAt: Date;
  updatedAt: Date;
};

export type SnapshotRow = SnapshotItemRow & {
  headers: HeaderMap;
  body: string | null;
  bodyInfo: BodyInfo | null;
  responseHeaders: HeaderMap | null;
  responseBody: string | null;
  responseBodyInfo: BodyInfo | null;
  redactedPaths: string[];
  attributes: SnapshotAttributes | null;
};

/** The wire form of a snapshot in a list. */
export function toSnapshotItem({
  id,
  timestamp,
  createdAt,
  updatedAt,
  ...row
}: SnapshotItemRow): SnapshotListItem {
  return {
    ...row,
    id: wireNumber(id),
    timestamp: wireTime(timestamp),
    created_at: wireTime(createdAt),
    updated_at: wireTime(updatedAt),
  };
}

/** A whole snapshot, its bodies as they are stored. */
export function toWholeSnapshot({ id, timestamp, createdAt, updatedAt, ...row }: SnapshotRow): WholeSnapshot {
  return {
    ...row,
    id: wireNumber(id),
    timestamp: wireTime(timestamp),
    created_at: wireTime(createdAt),
    updated_at: wireTime(updatedAt),
  };
}

/** The wire form of a whole snapshot; bodies are parsed where they are whole JSON. */
export function toSnapshot(row: SnapshotRow): Snapshot {
  return {
    ...toWholeSnapshot(row),
    body: readBody(row.body, row.bodyInfo),
    responseBody: readBody(row.responseBody, row.responseBodyInfo),
  };
}
