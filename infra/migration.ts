import type { Network } from './network.ts';
import { mayRead, type Secrets, secretNames } from './secrets.ts';

/**
 * Migrates the database while deploying, and hands the secrets on when that is done: whatever is given them is made or changed after the
 * schema is that of this release, and not at all when a migration fails. The release before goes on on the new schema meanwhile.
 */
export function migrateFirst({ vpc, client }: Network, secrets: Secrets): Secrets {
  const needed = { DATABASE_URL: secrets.DATABASE_URL };
  const migrate = new sst.aws.Function('Migrate', {
    description: 'Brings the schema of the database up to date',
    handler: 'infra/functions/migrate.handler',
    copyFiles: [{ from: 'dist/migrate', to: 'migrate' }],
    runtime: 'nodejs22.x',
    architecture: 'arm64',
    memory: '512 MB',
    // As long as a function may run; what takes longer is migrated by hand before, as docs/deploy-aws.md says.
    timeout: '15 minutes',
    vpc: { privateSubnets: vpc.privateSubnets, securityGroups: [client.id] },
    permissions: [mayRead(needed)],
    environment: secretNames(needed),
    dev: false,
  });
  const invocation = new aws.lambda.Invocation('Migration', {
    functionName: migrate.name,
    input: '{}',
    // Named by what is in it, and the migrations are: a release that brings one runs it.
    triggers: { code: migrate.nodes.function.apply((it) => it.s3Key).apply((key) => key!) },
  });
  const after = (arn: $util.Output<string>) => $util.all([arn, invocation.result]).apply(([value]) => value);
  return {
    DATABASE_URL: after(secrets.DATABASE_URL),
    APISCOPE_SECRET_KEY: after(secrets.APISCOPE_SECRET_KEY),
  };
}
