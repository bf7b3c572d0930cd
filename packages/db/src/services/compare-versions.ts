import { badParameter } from '@apiscope/core/errors';
import {
  type CompareServiceVersionsInput,
  maxVersionEndpoints,
  maxVersionRequests,
  type ServiceVersions,
  type VersionNumbers,
} from '@apiscope/core/services/version-schema';
import { readTimestamp } from '@apiscope/core/timestamp-schema';
import { type DbOrTx, Prisma } from '../client.ts';
import { servedNumbers } from '../replay/served-numbers.ts';

type Row = VersionNumbers & { side: 'before' | 'after'; endpoint: string | null };

/**
 * How two versions of a service served the same endpoints over a range, by its captured requests: windows of metrics know of no version.
 * @throws AppError BAD_REQUEST naming `endDate` when the range is reversed.
 */
export async function compareServiceVersions(
  db: DbOrTx,
  { name, before, after, startDate, endDate }: CompareServiceVersionsInput,
): Promise<ServiceVersions> {
  const range = rangeOf({ startDate, endDate });
  const rows = await db.$queryRaw<Row[]>`
    SELECT side, endpoint, ${servedNumbers}
    FROM (VALUES ('before', ${before}), ('after', ${after})) AS asked (side, version)
    CROSS JOIN LATERAL (
      SELECT endpoint, status_code, duration FROM request_snapshots
      WHERE service = ${name} AND version = asked.version AND deleted_at IS NULL ${range}
      ORDER BY timestamp DESC LIMIT ${maxVersionRequests}) AS newest
    GROUP BY GROUPING SETS ((side), (side, endpoint))`;
  return pair(rows);
}

function rangeOf({ startDate, endDate }: Pick<CompareServiceVersionsInput, 'startDate' | 'endDate'>) {
  const [from, to] = [startDate, endDate].map((each) => (each === undefined ? null : readTimestamp(each)));
  if (from != null && to != null && to < from) throw badParameter('endDate', 'is before startDate');
  return Prisma.sql`
    ${from == null ? Prisma.empty : Prisma.sql`AND timestamp >= ${new Date(from)}`}
    ${to == null ? Prisma.empty : Prisma.sql`AND timestamp < ${new Date(to)}`}`;
}

function pair(rows: readonly Row[]): ServiceVersions {
  const all: ServiceVersions['all'] = { before: null, after: null };
  const endpoints = new Map<string, ServiceVersions['endpoints'][number]>();
  for (const { side, endpoint, ...numbers } of rows) {
    if (endpoint === null) {
      all[side] = numbers;
      continue;
    }
    const entry = endpoints.get(endpoint) ?? { endpoint, before: null, after: null };
    entry[side] = numbers;
    endpoints.set(endpoint, entry);
  }
  const calls = ({ before, after }: ServiceVersions['endpoints'][number]) =>
    (before?.count ?? 0) + (after?.count ?? 0);
  const most = [...endpoints.values()].sort(
    (a, b) => calls(b) - calls(a) || (a.endpoint < b.endpoint ? -1 : 1),
  );
  return { all, endpoints: most.slice(0, maxVersionEndpoints) };
}
