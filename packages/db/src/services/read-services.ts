import { maxShown, type SeenWith, type Service, type ServiceDetail } from '@apiscope/core/services/schema';
import { type DbOrTx, Prisma } from '../client.ts';
import { overflowEndpoint } from '../metrics/admit-endpoints.ts';
import { wireTime } from '../sql/wire.ts';

/** What is known of a service beside how its requests went. */
export type ServiceFacts = Pick<
  Service,
  | 'name'
  | 'firstSeen'
  | 'lastSeen'
  | 'versions'
  | 'stages'
  | 'sdk'
  | 'source'
  | 'endpointCount'
  | 'dropped'
  | 'created_at'
>;

type Row = {
  name: string;
  firstSeen: Date | null;
  lastSeen: Date | null;
  versions: string[] | null;
  stages: string[] | null;
  source: Service['source'];
  sdkName: string | null;
  sdkVersion: string | null;
  endpointCount: number;
  dropped: bigint;
  createdAt: Date;
};

/** Every service there is, or the one of a name. */
export async function readServices(db: DbOrTx, name?: string): Promise<ServiceFacts[]> {
  const rows = await db.$queryRaw<Row[]>`
    SELECT services.name, services.created_at AS "createdAt", services.request_source AS source, versions.list AS versions, stages.list AS stages,
      latest.sdk_name AS "sdkName", latest.sdk_version AS "sdkVersion",
      coalesce(known.endpoints, 0)::int AS "endpointCount", coalesce(senders.dropped, 0)::bigint AS dropped,
      least(known.first, lines.first, senders.first) AS "firstSeen",
      greatest(known.last, lines.last, senders.last) AS "lastSeen"
    FROM services
    LEFT JOIN (SELECT service, count(*) FILTER (WHERE endpoint <> ${overflowEndpoint}) AS endpoints, min(first_seen) AS first,
        max(last_seen) AS last FROM endpoints WHERE deleted_at IS NULL GROUP BY service) AS known ON known.service = services.name
    LEFT JOIN (SELECT service, min(first_seen) AS first, max(last_seen) AS last FROM log_patterns
        WHERE deleted_at IS NULL GROUP BY service) AS lines ON lines.service = services.name
    LEFT JOIN (SELECT service, sum(dropped) AS dropped, min(first_seen) AS first, max(last_seen) AS last
        FROM service_senders GROUP BY service) AS senders ON senders.service = services.name
    LEFT JOIN (SELECT service, array_agg(DISTINCT stage) AS list FROM (
        SELECT service, stage FROM service_senders UNION ALL
        SELECT service, told->>'stage' FROM endpoints, jsonb_array_elements(seen_with) AS told WHERE deleted_at IS NULL) AS told
        WHERE stage IS NOT NULL GROUP BY service) AS stages ON stages.service = services.name
    LEFT JOIN LATERAL (SELECT sdk_name, sdk_version FROM service_senders WHERE service = services.name AND sdk_name IS NOT NULL
        ORDER BY last_seen DESC, id DESC LIMIT 1) AS latest ON true
    LEFT JOIN LATERAL (SELECT array_agg(version ORDER BY first_seen DESC, id DESC) AS list FROM (
        SELECT version, first_seen, id FROM service_versions WHERE service = services.name
        ORDER BY first_seen DESC, id DESC LIMIT ${maxShown}) AS newest) AS versions ON true
    WHERE services.deleted_at IS NULL ${name === undefined ? Prisma.empty : Prisma.sql`AND services.name = ${name}`}`;
  return rows.map((row) => ({
    name: row.name,
    firstSeen: wireTime(row.firstSeen),
    lastSeen: wireTime(row.lastSeen),
    versions: row.versions ?? [],
    stages: row.stages ?? [],
    sdk: row.sdkName === null ? null : { name: row.sdkName, version: row.sdkVersion },
    source: row.source,
    endpointCount: row.endpointCount,
    dropped: Number(row.dropped),
    created_at: wireTime(row.createdAt),
  }));
}

/** What only the page of one service shows. */
export async function readServiceParts(
  db: DbOrTx,
  name: string,
): Promise<Pick<ServiceDetail, 'versionsSeen' | 'seenWith' | 'senders' | 'consumerCount'>> {
  const versions = await db.$queryRaw<{ version: string; firstSeen: Date }[]>`
    SELECT version, first_seen AS "firstSeen" FROM service_versions WHERE service = ${name}
    ORDER BY first_seen DESC, id DESC LIMIT ${maxShown}`;
  const senders = await db.serviceSender.findMany({
    where: { service: name },
    orderBy: [{ lastSeen: 'desc' }, { id: 'desc' }],
    take: maxShown,
  });
  const [counted] = await db.$queryRaw<{ consumers: number }[]>`
    SELECT count(*)::int AS consumers FROM consumers WHERE service = ${name}`;
  return {
    seenWith: await readSeenWith(db, name),
    versionsSeen: versions.map(({ version, firstSeen }) => ({ version, firstSeen: wireTime(firstSeen) })),
    senders: senders.map((row) => ({
      sdk: row.sdkName === null ? null : { name: row.sdkName, version: row.sdkVersion },
      instance: row.instance,
      version: row.version,
      stage: row.stage,
      dropped: Number(row.dropped),
      firstSeen: wireTime(row.firstSeen),
      lastSeen: wireTime(row.lastSeen),
    })),
    consumerCount: counted?.consumers ?? 0,
  };
}

/** What a service ran as, by what its endpoints were seen with and what its senders said of themselves. */
async function readSeenWith(db: DbOrTx, name: string): Promise<SeenWith[]> {
  type Seen = Omit<SeenWith, 'firstSeen' | 'lastSeen'> & { first: Date; last: Date };
  const rows = await db.$queryRaw<Seen[]>`
    SELECT version, stage, min(first) AS first, max(last) AS last FROM (
      SELECT seen.version, seen.stage, seen."firstSeen" AS first, seen."lastSeen" AS last FROM endpoints,
        jsonb_to_recordset(seen_with) AS seen (version text, stage text, "firstSeen" timestamptz, "lastSeen" timestamptz)
        WHERE service = ${name} AND deleted_at IS NULL
      UNION ALL
      SELECT version, stage, first_seen, last_seen FROM service_senders
        WHERE service = ${name} AND (version IS NOT NULL OR stage IS NOT NULL)) AS told
    GROUP BY version, stage ORDER BY last DESC, first DESC, version, stage LIMIT ${maxShown}`;
  return rows.map(({ version, stage, first, last }) => ({
    version,
    stage,
    firstSeen: wireTime(first),
    lastSeen: wireTime(last),
  }));
}
