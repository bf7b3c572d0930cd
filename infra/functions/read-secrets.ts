import { AwsClient } from 'aws4fetch';

/** The environment of a function, by what AWS itself puts there. */
type Env = Record<string, string | undefined>;

const prefix = 'SECRET_';

/**
 * Puts every secret that the environment names into it: `SECRET_X`, an ARN in Secrets Manager, becomes `X`. Values are nowhere but in the
 * memory of the process. @throws Error naming the variable whose secret cannot be read.
 */
export async function readSecrets(env: Env): Promise<void> {
  const names = Object.keys(env).filter((name) => name.startsWith(prefix));
  await Promise.all(
    names.map(async (name) => {
      env[name.slice(prefix.length)] = await readSecret(env, name);
    }),
  );
}

async function readSecret(env: Env, name: string): Promise<string> {
  const region = need(env, 'AWS_REGION');
  const aws = new AwsClient({
    service: 'secretsmanager',
    region,
    accessKeyId: need(env, 'AWS_ACCESS_KEY_ID'),
    secretAccessKey: need(env, 'AWS_SECRET_ACCESS_KEY'),
    ...(env.AWS_SESSION_TOKEN && { sessionToken: env.AWS_SESSION_TOKEN }),
    retries: 3,
  });
  const answer = await aws.fetch(
    env.AWS_ENDPOINT_URL_SECRETS_MANAGER ?? `https://secretsmanager.${region}.amazonaws.com/`,
    {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'secretsmanager.GetSecretValue',
      },
      body: JSON.stringify({ SecretId: need(env, name) }),
      signal: AbortSignal.timeout(10_000),
    },
  );
  const { SecretString, __type } = (await answer.json()) as { SecretString?: string; __type?: string };
  if (SecretString === undefined) throw new Error(`${name} cannot be read: ${__type ?? answer.status}`);
  return SecretString;
}

function need(env: Env, name: string): string {
  const value = env[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
}
