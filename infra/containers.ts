import type { Network } from './network.ts';
import { mayRead, type Secrets } from './secrets.ts';
import type { StageSettings } from './stages.ts';

/** Containers run in private subnets, without an address of the internet. */
export function createCluster({ vpc, client }: Network) {
  return new sst.aws.Cluster('Cluster', {
    vpc: {
      id: vpc.id,
      securityGroups: [client.id],
      containerSubnets: vpc.privateSubnets,
      loadBalancerSubnets: vpc.privateSubnets,
    },
  });
}

type Role = {
  /** The target of the Dockerfile. */
  target: 'api' | 'worker';
  secrets: Secrets;
  /** Read-only for everybody: what is secret goes into `secrets`. */
  environment: Record<string, $util.Input<string>>;
  logRetention: StageSettings['logRetention'];
};

/** What containers of every role have in common: image, secrets by name, a root file system that nobody writes to, nothing to spare. */
export function containerOf({ target, secrets, environment, logRetention }: Role) {
  return {
    architecture: 'arm64' as const,
    image: { context: '.', dockerfile: 'Dockerfile', target },
    ssm: secrets,
    environment: { NODE_ENV: 'production', STAGE: $app.stage, ...environment },
    logging: { retention: logRetention },
    // `sst dev` runs nothing on the machine it is started on: that is what `npm start` is for.
    dev: false as const,
    // A deployment that does not come up fails, and the release before stays.
    wait: true,
    transform: {
      taskDefinition: (args: aws.ecs.TaskDefinitionArgs) => {
        args.containerDefinitions = $util
          .output(args.containerDefinitions)
          .apply((text) => JSON.stringify((JSON.parse(text) as object[]).map(harden)));
        return undefined;
      },
      executionRole: (args: aws.iam.RoleArgs) => {
        const policy = aws.iam.getPolicyDocumentOutput({ statements: [mayRead(secrets)] }).json;
        args.inlinePolicies = [{ name: 'inline', policy }];
        return undefined;
      },
    },
  };
}

/** Seconds that a process may take to answer what is under way and to empty its buffers; its own deadline is shorter. */
const stopTimeout = 40;

function harden(container: object): object {
  return { ...container, readonlyRootFilesystem: true, pseudoTerminal: false, stopTimeout };
}
