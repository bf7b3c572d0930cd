import {
  type Bag,
  containerOf,
  find,
  functionOf,
  input,
  isService,
  list,
  plain,
  same,
  secretMark,
  serviceOf,
} from './read-record.ts';
import { type StageRecord, secretValues } from './stage-record.ts';

/** What must hold of a stage: each rule tells, in words, where it does not. */
export type Rule = (record: StageRecord) => string[];

const databaseIsReachedByApiscopeAlone: Rule = (record) => {
  const found: string[] = [];
  const group = find(record, 'aws:ec2/securityGroup:SecurityGroup', /^DatabaseSecurityGroup$/)[0];
  const clients = [
    { protocol: 'tcp', fromPort: 5432, toPort: 5432, securityGroups: ['ClientSecurityGroup-id'] },
  ];
  const ingress = list(input(group, 'ingress')).map((rule) =>
    Object.fromEntries(Object.keys(clients[0]!).map((key) => [key, (rule as Bag)[key]])),
  );
  if (!same(ingress, clients) || JSON.stringify(group?.inputs.ingress).includes('cidr'))
    found.push(`the database listens to ${JSON.stringify(group?.inputs.ingress)}`);
  const databases = [
    ...find(record, 'aws:rds/instance:Instance'),
    ...find(record, 'aws:rds/cluster:Cluster'),
  ];
  if (databases.length !== 1) found.push(`there are ${databases.length} databases`);
  for (const database of databases)
    if (!same(input(database, 'vpcSecurityGroupIds'), ['DatabaseSecurityGroup-id']))
      found.push(`${database.name} is in ${JSON.stringify(database.inputs.vpcSecurityGroupIds)}`);
  for (const one of [
    ...find(record, 'aws:rds/instance:Instance'),
    ...find(record, 'aws:rds/clusterInstance:ClusterInstance'),
  ])
    if (input(one, 'publiclyAccessible') !== false) found.push(`${one.name} has a public address`);
  const forced = [
    'aws:rds/parameterGroup:ParameterGroup',
    'aws:rds/clusterParameterGroup:ClusterParameterGroup',
  ]
    .flatMap((type) => find(record, type))
    .some((it) => JSON.stringify(input(it, 'parameters')).includes('{"name":"rds.force_ssl","value":"1"}'));
  if (!forced) found.push('connections may go unencrypted');
  const members = record.resources
    .filter((it) =>
      JSON.stringify(it.inputs.vpcConfig ?? it.inputs.networkConfiguration ?? '').includes(
        'ClientSecurityGroup-id',
      ),
    )
    .map((it) => it.name)
    .sort();
  const expected = [
    'MigrateFunction',
    isService(record) ? 'ApiService' : 'ApiFunction',
    'WorkerService',
  ].sort();
  if (!same(members, expected)) found.push(`the database is reached by ${members}`);
  const standard = find(record, 'aws:ec2/defaultSecurityGroup:DefaultSecurityGroup')[0];
  if (list(input(standard, 'ingress')).length > 0) found.push('the default group lets others in');
  return found;
};

const streamsStream: Rule = (record) => {
  const found: string[] = [];
  for (const url of find(record, 'aws:lambda/functionUrl:FunctionUrl'))
    if (input(url, 'invokeMode') !== 'RESPONSE_STREAM')
      found.push(`${url.name} is ${input(url, 'invokeMode')}`);
  if (!isService(record)) {
    if (find(record, 'aws:lambda/functionUrl:FunctionUrl', /^ApiUrl$/).length !== 1)
      found.push('the API has no address');
    const api = functionOf(record, 'Api');
    if (input(api, 'timeout') !== 900) found.push(`a stream is cut after ${input(api, 'timeout')} s`);
    const route = JSON.stringify(
      find(record, 'pulumi-nodejs:dynamic:Resource', /^ApiRouteKey/)[0]?.inputs.entries ?? '',
    );
    if (!route.includes('\\"readTimeout\\":60')) found.push('the router does not wait for a ping');
    return found;
  }
  const balancer = find(record, 'aws:lb/loadBalancer:LoadBalancer')[0];
  if (Number(input(balancer, 'idleTimeout')) < 60) found.push('the balancer does not wait for a ping');
  const origin = originOfApi(record) as { vpcOriginConfig?: { originReadTimeout?: number } } | undefined;
  if (Number(origin?.vpcOriginConfig?.originReadTimeout) !== 60)
    found.push('CloudFront does not wait for a ping');
  return found;
};

function originOfApi(record: StageRecord): Bag | undefined {
  const cdn = find(record, 'aws:cloudfront/distribution:Distribution')[0];
  return list(input(cdn, 'origins')).find((it) => (it as Bag).originId === 'api') as Bag | undefined;
}

const enoughRun: Rule = (record) => {
  const found: string[] = [];
  for (const name of isService(record) ? ['Api', 'Worker'] : ['Worker']) {
    const count = Number(input(serviceOf(record, name), 'desiredCount'));
    const scaling = find(record, 'aws:appautoscaling/target:Target', new RegExp(`^${name}`))[0];
    if (!(count >= 1)) found.push(`${name} starts with ${count}`);
    if (!(Number(input(scaling, 'minCapacity')) >= 1))
      found.push(`${name} may scale down to ${input(scaling, 'minCapacity')}`);
    if (find(record, 'aws:appautoscaling/policy:Policy', new RegExp(`^${name}`)).length === 0)
      found.push(`${name} does not scale`);
  }
  return found;
};

/** Where values may be, each kept encrypted by whoever it is handed to. */
const mayHold = new Set([
  'aws:rds/instance:Instance',
  'aws:rds/cluster:Cluster',
  'aws:secretsmanager/secretVersion:SecretVersion',
  // What the platform keeps for itself, encrypted in its state.
  'sst:sst:LinkRef',
  'sst:sst:Secret',
]);

const secretsAreNowhereInPlain: Rule = (record) => {
  const found: string[] = [];
  for (const it of record.resources)
    for (const [what, value] of Object.entries(secretValues)) {
      const everything = JSON.stringify(plain(it.inputs));
      const open = JSON.stringify(withoutSecrets(it.inputs));
      if (!everything.includes(value)) continue;
      if (!mayHold.has(it.type)) found.push(`${it.type} ${it.name} holds the ${what}`);
      else if (open.includes(value)) found.push(`${it.type} ${it.name} shows the ${what}`);
    }
  const roles = isService(record) ? ['Api', 'Worker'] : ['Worker'];
  for (const name of roles) {
    const names = list(containerOf(record, name).secrets).map((it) => (it as Bag).name);
    if (!same(names, ['DATABASE_URL', 'APISCOPE_SECRET_KEY']))
      found.push(`${name} is given ${names} as secrets`);
  }
  for (const name of isService(record) ? ['Migrate'] : ['Migrate', 'Api']) {
    const role = find(record, 'aws:iam/role:Role', new RegExp(`^${name}Role$`))[0];
    if (!JSON.stringify(plain(role?.inputs)).includes('secretsmanager:GetSecretValue'))
      found.push(`${name} may not read its secrets`);
  }
  for (const role of find(record, 'aws:iam/role:Role'))
    if (
      /"secretsmanager:GetSecretValue\\*"[^}]*"resources\\*":\[\\*"\*/.test(
        JSON.stringify(plain(role.inputs)),
      )
    )
      found.push(`${role.name} may read every secret of the account`);
  return found;
};

function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (value === null || typeof value !== 'object') return value;
  if (secretMark in value) return null;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutSecrets(inner)]));
}

/** Of production alone: other stages are there to be thrown away. */
const dataOutlivesMistakes: Rule = (record) => {
  const found: string[] = [];
  if (!record.app.protect) found.push('the stage may be removed');
  if (record.app.removal !== 'retain') found.push(`what keeps data is treated as ${record.app.removal}`);
  const cluster = find(record, 'aws:rds/cluster:Cluster')[0];
  if (input(cluster, 'deletionProtection') !== true) found.push('the database may be deleted');
  if (input(cluster, 'skipFinalSnapshot') !== false) found.push('the database leaves no snapshot');
  if (!(Number(input(cluster, 'backupRetentionPeriod')) >= 14))
    found.push('backups are kept for less than two weeks');
  if (input(cluster, 'storageEncrypted') !== true) found.push('the disk is not encrypted');
  if (!cluster?.isRetained) found.push('the database goes when it is taken out of the program');
  if (find(record, 'aws:rds/clusterInstance:ClusterInstance').length < 2)
    found.push('there is nothing to fail over to');
  if (!(Number(input(serviceOf(record, 'Api'), 'desiredCount')) >= 2)) found.push('there is one API');
  return found;
};

const alarmsWake: Rule = (record) => {
  const found: string[] = [];
  const alarms = find(record, 'aws:cloudwatch/metricAlarm:MetricAlarm');
  const topic = 'arn:aws:mock:us-east-1:1:Topic/Alarms';
  for (const name of [
    'ApiFailures',
    'ApiLatency',
    'QueueAge',
    'DroppedSamples',
    'DatabaseCpu',
    'DatabaseStorage',
    'DatabaseConnections',
  ])
    if (!alarms.some((it) => it.name === name)) found.push(`there is no alarm ${name}`);
  const counted = find(record, 'aws:cloudwatch/logMetricFilter:LogMetricFilter').map((it) => {
    const { namespace, name } = input(it, 'metricTransformation') as Bag;
    return `${namespace} ${name}`;
  });
  for (const it of alarms) {
    if (!same(input(it, 'alarmActions'), [topic])) found.push(`${it.name} tells nobody`);
    const [namespace, metric] = [String(input(it, 'namespace')), String(input(it, 'metricName'))];
    if (!namespace.startsWith('AWS/') && !counted.includes(`${namespace} ${metric}`))
      found.push(`nothing counts ${metric}`);
    if (
      namespace.startsWith('AWS/') &&
      Object.values((input(it, 'dimensions') ?? {}) as Bag).filter(Boolean).length !== 1
    )
      found.push(`${it.name} watches nothing`);
  }
  return found;
};

/** Everything that is made before a resource. */
function before(record: StageRecord, urn: string): Set<string> {
  const byUrn = new Map(record.resources.map((it) => [it.urn, it]));
  const seen = new Set<string>();
  const visit = (one: string): void => {
    if (seen.has(one)) return;
    seen.add(one);
    for (const next of byUrn.get(one)?.dependencies ?? []) visit(next);
  };
  visit(urn);
  return seen;
}

const migrationComesFirst: Rule = (record) => {
  const [migration, ...others] = find(record, 'aws:lambda/invocation:Invocation');
  if (!migration || others.length > 0) return ['there is not one migration'];
  const found: string[] = [];
  const served = [
    ...find(record, 'aws:ecs/taskDefinition:TaskDefinition'),
    ...find(record, 'aws:ecs/service:Service'),
    ...find(record, 'aws:lambda/function:Function', /^ApiFunction$/),
  ];
  if (served.length < 3) found.push(`only ${served.length} resources serve`);
  for (const it of served)
    if (!before(record, it.urn).has(migration.urn)) found.push(`${it.name} does not wait for the migration`);
  const databases = record.resources.filter((it) =>
    /^aws:rds\/(instance|cluster|clusterInstance):/.test(it.type),
  );
  const first = before(record, migration.urn);
  if (!databases.some((it) => first.has(it.urn))) found.push('the migration does not wait for the database');
  const code = String(input(functionOf(record, 'Migrate'), 's3Key'));
  if (!JSON.stringify(input(migration, 'triggers')).includes(code))
    found.push('a release with other migrations runs none');
  return found;
};

const apiIsBehindTheDoor: Rule = (record) => {
  if (!isService(record)) return [];
  const found: string[] = [];
  const balancer = find(record, 'aws:lb/loadBalancer:LoadBalancer')[0];
  if (input(balancer, 'internal') !== true) found.push('the balancer is on the internet');
  const group = find(record, 'aws:ec2/securityGroup:SecurityGroup', /^Balancer/)[0];
  const text = JSON.stringify(input(group, 'ingress'));
  if (!text.includes('pl-cloudfront') || text.includes('cidr')) found.push(`the balancer listens to ${text}`);
  const own = JSON.stringify(
    input(find(record, 'aws:ec2/securityGroup:SecurityGroup', /^ApiSecurityGroup$/)[0], 'ingress'),
  );
  if (!own.includes('BalancerSecurityGroup-id') || own.includes('cidr'))
    found.push(`the API listens to ${own}`);
  for (const service of find(record, 'aws:ecs/service:Service'))
    if ((input(service, 'networkConfiguration') as Bag).assignPublicIp !== false)
      found.push(`${service.name} has a public address`);
  return found;
};

const containersAreHardened: Rule = (record) =>
  (isService(record) ? ['Api', 'Worker'] : ['Worker']).flatMap((name) => {
    const { readonlyRootFilesystem, stopTimeout } = containerOf(record, name);
    const target = input(find(record, 'docker-build:index:Image', new RegExp(`^${name}Image`))[0], 'target');
    return [
      ...(readonlyRootFilesystem === true ? [] : [`${name} may write to its root`]),
      ...(Number(stopTimeout) >= 30 ? [] : [`${name} is killed after ${stopTimeout} s`]),
      ...(target === name.toLowerCase() ? [] : [`${name} is made from ${target}`]),
    ];
  });

/** By what they keep. */
export const rules = {
  'the database is reached by Apiscope alone': databaseIsReachedByApiscopeAlone,
  'streams stream': streamsStream,
  'enough of each runs, always': enoughRun,
  'secrets are nowhere in plain': secretsAreNowhereInPlain,
  'alarms wake somebody': alarmsWake,
  'the migration comes before traffic': migrationComesFirst,
  'the API is behind the one door': apiIsBehindTheDoor,
  'containers are hardened': containersAreHardened,
} satisfies Record<string, Rule>;

export const rulesOfProduction = { 'data outlives mistakes': dataOutlivesMistakes } satisfies Record<
  string,
  Rule
>;
