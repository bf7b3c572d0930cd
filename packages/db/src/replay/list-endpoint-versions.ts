import { type EndpointVersion, maxVersionRequests } from '@apiscope/core/replay/version-schema';
import type { DbOrTx } from '../client.ts';
import { wireTime } from '../sql/wire.ts';
import { servedNumbers } from './served-numbers.ts';

/** Versions that are listed. */
const maxListed = 100;

type Row = Omit<EndpointVersion, 'firstSeen' | 'lastSeen'> & { firstSeen: Date; lastSeen: Date };

/** The versions that served an endpoint, by its newest captured requests: the one that served last comes first. */
export async function listEndpointVersions(
  db: DbOrTx,
  { service, endpoint }: { service: string; endpoint: string },
): Promise<EndpointVersion[]> {
  const rows = await db.$queryRaw<Row[]>`
    SELECT version, ${servedNumbers}, min(timestamp) AS "firstSeen", max(timestamp) AS "lastSeen"
    FROM (
      SELECT version, duration, status_code, timestamp FROM request_snapshots
      WHERE service = ${service} AND endpoint = ${endpoint} AND deleted_at IS NULL
      ORDER BY timestamp DESC LIMIT ${maxVersionRequests}) AS newest
    GROUP BY version ORDER BY max(timestamp) DESC, version LIMIT ${maxListed}`;
  return rows.map(({ firstSeen, lastSeen, ...row }) => ({
    ...row,
    firstSeen: wireTime(firstSeen),
    lastSeen: wireTime(lastSeen),
  }));
}
