import { containerOf } from './containers.ts';
import type { Door } from './door.ts';
import type { Network } from './network.ts';
import { functionRoute } from './routing.ts';
import { mayRead, type Secrets, secretNames } from './secrets.ts';
import type { StageSettings } from './stages.ts';

type Parts = {
  settings: StageSettings;
  network: Network;
  cluster: sst.aws.Cluster;
  router: Door['router'];
  balancer: Door['balancer'];
  secrets: Secrets;
};

/** Where the processes of the API write their log, and where what it answers is counted. */
export type Api = { logGroup: $util.Output<string>; functionName: $util.Output<string> | undefined };

const port = 3000;

/** The API: a function that streams, or containers behind a balancer that grow with what is asked of them. */
export function createApi({ balancer, ...parts }: Parts): Api {
  return balancer ? createService({ ...parts, balancer }) : createFunction(parts);
}

function createFunction({ settings, network, router, secrets }: Omit<Parts, 'balancer'>): Api {
  if (settings.api.on !== 'function') throw new Error('a service needs a balancer');
  const api = new sst.aws.Function('Api', {
    description: 'REST, tRPC and streams',
    handler: 'infra/functions/api.handler',
    copyFiles: [{ from: 'dist/api', to: 'api' }],
    runtime: 'nodejs22.x',
    architecture: 'arm64',
    memory: settings.api.memory,
    // A stream lasts as long as a function may run; its reader then goes on where it was.
    timeout: '15 minutes',
    streaming: true,
    concurrency: { reserved: settings.api.concurrency },
    logging: { retention: settings.logRetention },
    vpc: { privateSubnets: network.vpc.privateSubnets, securityGroups: [network.client.id] },
    permissions: [mayRead(secrets)],
    environment: {
      ...environmentOf(router),
      ...secretNames(secrets),
      // No address is served but that of the function: people sign in, as on any that is no loopback.
      AUTH: 'on',
      TRUSTED_PROXIES: cloudFrontRanges(),
    },
    url: {
      cors: false,
      router: {
        instance: router,
        ...functionRoute,
        readTimeout: '60 seconds',
        keepAliveTimeout: '60 seconds',
      },
    },
    dev: false,
  });
  return { logGroup: api.nodes.logGroup.apply((group) => group!.name), functionName: api.name };
}

/** Where CloudFront's requests to a function's public address come from. */
function cloudFrontRanges(): $util.Output<string> {
  return aws
    .getIpRangesOutput({ services: ['cloudfront_origin_facing'] })
    .cidrBlocks.apply((ranges) => ranges.join(','));
}

function createService({
  settings,
  network,
  cluster,
  router,
  balancer,
  secrets,
}: Parts & { balancer: sst.aws.Alb }): Api {
  if (settings.api.on !== 'service') throw new Error('a balancer is for a service');
  const { cpu, memory, min, max } = settings.api;
  const group = new aws.ec2.SecurityGroup('ApiSecurityGroup', {
    vpcId: network.vpc.id,
    description: 'The API: reached by its balancer alone',
    ingress: [{ protocol: 'tcp', fromPort: port, toPort: port, securityGroups: [balancer.securityGroupId] }],
  });
  const container = containerOf({
    target: 'api',
    secrets,
    logRetention: settings.logRetention,
    environment: {
      ...environmentOf(router),
      HOST: '0.0.0.0',
      PORT: String(port),
      // The balancer, and CloudFront's ends inside the network.
      TRUSTED_PROXIES: network.vpc.nodes.vpc.cidrBlock,
    },
  });
  const service = new sst.aws.Service('Api', {
    ...container,
    cluster,
    cpu,
    memory,
    scaling: { min, max, cpuUtilization: 60, memoryUtilization: 75, scaleInCooldown: '5 minutes' },
    loadBalancer: {
      instance: balancer,
      rules: [{ listen: '80/http', forward: `${port}/http`, conditions: { path: '/*' }, priority: 1 }],
      // Lives, not ready: a database that is away is told to whoever asks, and no reason to end every process.
      health: { [`${port}/http`]: { path: '/health/live', interval: '10 seconds', healthyThreshold: 2 } },
    },
    transform: {
      ...container.transform,
      // Streams end with a hint to come again; nobody is waited for longer.
      target: { deregistrationDelay: 30 },
      service: (args) => {
        args.networkConfiguration = $util.output(args.networkConfiguration).apply((given) => ({
          ...given!,
          securityGroups: $util.all([given!.securityGroups, group.id]).apply(([all, own]) => [...all!, own]),
        }));
        args.healthCheckGracePeriodSeconds = 60;
        return undefined;
      },
    },
  });
  return { logGroup: logGroupOf(service), functionName: undefined };
}

function environmentOf(router: sst.aws.Router) {
  return { NODE_ENV: 'production', STAGE: $app.stage, PUBLIC_URL: router.url };
}

/** The group that a service's only container logs to. */
export function logGroupOf(service: sst.aws.Service): $util.Output<string> {
  return service.nodes.taskDefinition.apply((task) =>
    task.containerDefinitions.apply((text) => {
      const [container] = JSON.parse(text) as { logConfiguration: { options: Record<string, string> } }[];
      return container!.logConfiguration.options['awslogs-group']!;
    }),
  );
}
