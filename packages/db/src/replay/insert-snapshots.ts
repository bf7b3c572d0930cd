import { failureOf } from '@apiscope/core/replay/failure-of';
import type { Snapshot, SnapshotAttributes } from '@apiscope/core/replay/schema';
import type { Db, DbOrTx } from '../client.ts';
import { withPartitions } from '../partitions/ensure-partitions.ts';
import { recordVersions } from '../services/record-versions.ts';

/** A captured request, redacted and free of what PostgreSQL can't store. */
export type NewSnapshot = Omit<
  Snapshot,
  | 'id'
  | 'body'
  | 'responseBody'
  | 'timestamp'
  | 'pinned'
  | 'consumer'
  | 'attributes'
  | 'created_at'
  | 'updated_at'
> & {
  /** The text as it was sent, but for what was redacted; null when there was none or nothing of it is kept. */
  body: string | null;
  responseBody: string | null;
  /** Null or absent where nothing is known. */
  consumer?: string | null;
  attributes?: SnapshotAttributes | null;
  /** Arrival, milliseconds since the UTC epoch. */
  timestamp: number;
};

/**
 * Stores snapshots in one statement, and takes note of the versions they name. On a pool it makes their partitions as needed; a caller in a transaction wraps that transaction
 * in `withPartitions`, since a partition can't be made inside it without holding up every other writer.
 * @returns number of rows stored.
 */
export async function insertSnapshots(db: DbOrTx, snapshots: readonly NewSnapshot[]): Promise<number> {
  if (snapshots.length === 0) return 0;
  if (!isPool(db)) return store(db, snapshots);
  const moments = snapshots.map(({ timestamp }) => timestamp);
  return withPartitions(db, { table: 'request_snapshots', moments }, () => store(db, snapshots));
}

function isPool(db: DbOrTx): db is Db {
  return '$transaction' in db && typeof db.$transaction === 'function';
}

async function store(db: DbOrTx, snapshots: readonly NewSnapshot[]): Promise<number> {
  await recordVersions(
    db,
    snapshots.map(({ service, version, timestamp }) => ({ service, version, at: timestamp })),
  );
  const rows = snapshots.map((snapshot) => ({
    ...snapshot,
    failure: failureOf(snapshot)?.key ?? null,
    timestamp: new Date(snapshot.timestamp).toISOString(),
  }));
  return db.$executeRaw`
    INSERT INTO request_snapshots (
      service, endpoint, method, path, query, headers, body, body_info, status_code, response_headers, response_body,
      response_body_info, duration, user_id, version, stage, request_id, trace_id, geo_country, geo_region, geo_city,
      geo_lat, geo_lon, geo_source, redacted_paths, consumer, attributes, failure, timestamp)
    SELECT
      service, endpoint, method, path, query, headers, body, "bodyInfo", "statusCode", "responseHeaders", "responseBody",
      "responseBodyInfo", duration, "userId", version, stage, "requestId", "traceId", "geoCountry", "geoRegion", "geoCity",
      "geoLat", "geoLon", "geoSource", "redactedPaths", consumer, attributes, failure, timestamp
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS input (
      service text, endpoint text, method text, path text, query jsonb, headers jsonb, body text, "bodyInfo" jsonb,
      "statusCode" integer, "responseHeaders" jsonb, "responseBody" text, "responseBodyInfo" jsonb, duration float8,
      "userId" text, version text, stage text, "requestId" text, "traceId" text, "geoCountry" text, "geoRegion" text,
      "geoCity" text, "geoLat" float8, "geoLon" float8, "geoSource" text, "redactedPaths" text[], consumer text, attributes jsonb, failure text, timestamp timestamptz)`;
}
