import type { Database } from './database.ts';

/** Where a process finds a secret, by the variable that it reads it as: ARNs, which tell nothing. */
export type Secrets = Record<'DATABASE_URL' | 'APISCOPE_SECRET_KEY', $util.Output<string>>;
type SomeSecrets = Partial<Secrets>;

/**
 * Keeps what is secret in Secrets Manager. Processes are handed names alone: containers have the values put into them when they start,
 * functions read them (`infra/functions/read-secrets.ts`), and neither a task definition nor the console of Lambda shows one.
 */
export function createSecrets(database: Database): Secrets {
  // Set once a stage: `npx sst secret set SecretKey "$(openssl rand -base64 32)" --stage STAGE`.
  const secretKey = new sst.Secret('SecretKey');
  // The platform hands its whole environment to the build of the web, and notes that down in its state.
  delete process.env.SST_SECRET_SecretKey;
  return {
    DATABASE_URL: store('DatabaseUrl', database.url),
    APISCOPE_SECRET_KEY: store('ApiscopeSecretKey', secretKey.value),
  };
}

function store(name: string, value: $util.Output<string>): $util.Output<string> {
  const secret = new aws.secretsmanager.Secret(name, {
    namePrefix: `${$app.name}-${$app.stage}-${name}-`,
    description: `${name} of ${$app.name}, stage ${$app.stage}`,
  });
  const current = new aws.secretsmanager.SecretVersion(`${name}Value`, {
    secretId: secret.id,
    secretString: value,
  });
  // Named once it has a value.
  return $util.all([secret.arn, current.id]).apply(([arn]) => arn);
}

/** Leave to read these secrets and no other. */
export function mayRead(secrets: SomeSecrets): { actions: string[]; resources: $util.Output<string>[] } {
  return { actions: ['secretsmanager:GetSecretValue'], resources: Object.values(secrets) };
}

/** Variables that tell `infra/functions/read-secrets.ts` what to read: `SECRET_X` for the secret that becomes `X`. */
export function secretNames(secrets: SomeSecrets): Record<string, $util.Output<string>> {
  return Object.fromEntries(Object.entries(secrets).map(([name, arn]) => [`SECRET_${name}`, arn]));
}
