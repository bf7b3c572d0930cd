import type { StageSettings } from './stages.ts';

export type Network = ReturnType<typeof createNetwork>;

/**
 * A network whose public subnets hold nothing but the way out. Who may talk to whom is told by the groups that a thing is a member of:
 * the database listens to members of `client` and to nobody else.
 */
export function createNetwork({ nat }: StageSettings) {
  const vpc = new sst.aws.Vpc('Vpc', {
    az: 2,
    nat,
    // The default group lets everything in the network in; nothing here is a member of it, and so it stays.
    transform: { securityGroup: { ingress: [], egress: [] } },
  });
  const client = new aws.ec2.SecurityGroup('ClientSecurityGroup', {
    vpcId: vpc.id,
    description: 'Processes of Apiscope: may reach the database and the internet',
    egress: [{ protocol: '-1', fromPort: 0, toPort: 0, cidrBlocks: ['0.0.0.0/0'] }],
  });
  const database = new aws.ec2.SecurityGroup('DatabaseSecurityGroup', {
    vpcId: vpc.id,
    description: 'The database: reached by processes of Apiscope alone',
    ingress: [{ protocol: 'tcp', fromPort: 5432, toPort: 5432, securityGroups: [client.id] }],
  });
  return { vpc, client, database };
}
