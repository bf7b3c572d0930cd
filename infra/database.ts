import type { Network } from './network.ts';
import type { AuroraDatabase, PostgresDatabase, StageSettings } from './stages.ts';

/** What CloudWatch knows a database by, and what of it can run out. */
type Watched = {
  dimensions: Record<string, $util.Input<string>>;
  /** Aurora's volume grows by itself: there the memory and processor it may scale to run out instead. */
  runsOut: 'storage' | 'capacity';
};
export type Database = { url: $util.Output<string> } & Watched;

type Place = { name: string; network: Network; isProtected: boolean };

/** Latest major version that both kinds have, with pgvector and pg_trgm; the migrations create these extensions. */
const version = '17';

/** PostgreSQL in private subnets. Its address carries its password: it goes into a secret and nowhere else. */
export function createDatabase({ database, isProtected }: StageSettings, network: Network): Database {
  const place = { name: 'Database', network, isProtected };
  const { host, port, username, password, name, ...watched } =
    database.on === 'aurora' ? createAurora(database, place) : createPostgres(database, place);
  // Encrypted, as the server insists. Its certificate is not looked at: the name of a host inside this network is no outsider's to claim.
  const url = $interpolate`postgres://${username}:${password}@${host}:${port}/${name}?sslmode=no-verify`;
  return { url: $util.secret(url), ...watched };
}

/** Refuses to be deleted, and leaves a snapshot when it is deleted all the same. */
const keep = (isProtected: boolean) => ({
  deletionProtection: isProtected,
  skipFinalSnapshot: !isProtected,
  ...(isProtected && { finalSnapshotIdentifier: `${$app.name}-${$app.stage}-final` }),
  copyTagsToSnapshot: true,
  // Upgrades of a major version are somebody's decision.
  allowMajorVersionUpgrade: false,
});

function createPostgres(
  { instance, storage, backupDays }: PostgresDatabase,
  { name, network, isProtected }: Place,
) {
  const postgres = new sst.aws.Postgres(name, {
    version,
    instance,
    storage,
    vpc: { subnets: network.vpc.privateSubnets },
    transform: {
      instance: {
        vpcSecurityGroupIds: [network.database.id],
        publiclyAccessible: false,
        backupRetentionPeriod: backupDays,
        ...keep(isProtected),
      },
      parameterGroup: { parameters: [{ name: 'rds.force_ssl', value: '1' }] },
    },
  });
  return {
    host: postgres.host,
    port: postgres.port,
    username: postgres.username,
    password: postgres.password,
    name: postgres.database,
    dimensions: { DBInstanceIdentifier: postgres.nodes.instance!.identifier },
    runsOut: 'storage' as const,
  };
}

function createAurora(
  { min, max, replicas, backupDays }: AuroraDatabase,
  { name, network, isProtected }: Place,
) {
  const aurora = new sst.aws.Aurora(name, {
    engine: 'postgres',
    version,
    scaling: { min, max },
    replicas,
    vpc: { subnets: network.vpc.privateSubnets, securityGroups: [network.database.id] },
    transform: {
      cluster: { backupRetentionPeriod: backupDays, ...keep(isProtected) },
      clusterParameterGroup: { parameters: [{ name: 'rds.force_ssl', value: '1' }] },
      instance: { performanceInsightsEnabled: true, publiclyAccessible: false },
    },
  });
  return {
    host: aurora.host,
    port: aurora.port,
    username: aurora.username,
    password: aurora.password,
    name: aurora.database,
    dimensions: { DBClusterIdentifier: aurora.nodes.cluster!.clusterIdentifier },
    runsOut: 'capacity' as const,
  };
}
