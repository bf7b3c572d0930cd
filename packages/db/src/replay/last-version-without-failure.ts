import type { DbOrTx } from '../client.ts';

/** Versions that are looked at, the newest first. */
const maxVersions = 50;
/** Requests to the endpoint that are looked at for one of a version, from when the version appeared. */
const maxRequests = 2_000;

type FailedSnapshot = {
  failure: string;
  service: string;
  endpoint: string;
  timestamp: Date;
  version: string | null;
};

/**
 * The newest version of the service, of those that appeared before a failed request, of which requests to the same endpoint are kept,
 * and none that failed like this. Other instances may still run an older version: each request counts for the version it names.
 */
export async function lastVersionWithoutFailure(
  db: DbOrTx,
  { failure, service, endpoint, timestamp, version }: FailedSnapshot,
): Promise<string | null> {
  const [row] = await db.$queryRaw<{ version: string }[]>`
    WITH before AS (
      SELECT id, version, first_seen FROM service_versions
      WHERE service = ${service} AND first_seen <= ${timestamp} AND version IS DISTINCT FROM ${version}::text
      ORDER BY first_seen DESC, id DESC LIMIT ${maxVersions}
    )
    SELECT version FROM before
    WHERE NOT EXISTS (
      SELECT 1 FROM request_snapshots AS failed
      WHERE failed.failure = ${failure} AND failed.version = before.version AND failed.deleted_at IS NULL)
    AND EXISTS (
      SELECT 1 FROM (
        SELECT service, version FROM request_snapshots AS called
        WHERE called.endpoint = ${endpoint} AND called.timestamp >= before.first_seen AND called.deleted_at IS NULL
        ORDER BY called.timestamp LIMIT ${maxRequests}
      ) AS called WHERE called.version = before.version AND called.service = ${service})
    ORDER BY first_seen DESC, id DESC LIMIT 1`;
  return row?.version ?? null;
}
