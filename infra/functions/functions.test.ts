import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterEach, beforeEach, expect, it } from 'vitest';

/** The functions as they are deployed: bundled, in a folder with the builds beside them, their secrets behind a service that AWS has. */
let folder: string;
let secrets: Server;
const stored = new Map([
  ['arn:url', 'postgres://somebody:password@host/apiscope'],
  ['arn:key', 'a key'],
]);
const asked: { target: string; authorization: string }[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'apiscope-functions-'));
  asked.length = 0;
  secrets = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const { headers } = request;
    asked.push({ target: String(headers['x-amz-target']), authorization: String(headers.authorization) });
    const value = stored.get((JSON.parse(body) as { SecretId: string }).SecretId);
    response.statusCode = value === undefined ? 400 : 200;
    response.end(
      JSON.stringify(value === undefined ? { __type: 'ResourceNotFoundException' } : { SecretString: value }),
    );
  });
  await new Promise<void>((resolve) => secrets.listen(0, '127.0.0.1', resolve));
});

afterEach(() => {
  secrets.close();
  rmSync(folder, { recursive: true, force: true });
});

function place(path: string, text: string): void {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), text);
}

/** Bundles a function and calls its handler in a process of its own. */
async function call(name: 'api' | 'migrate', env: Record<string, string>) {
  await build({
    entryPoints: [join(import.meta.dirname, `${name}.ts`)],
    outfile: join(folder, 'bundle.mjs'),
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'silent',
  });
  place('call.mjs', `console.log(JSON.stringify(await (await import('./bundle.mjs')).handler({})));`);
  const child = spawn(process.execPath, [join(folder, 'call.mjs')], {
    env: {
      LAMBDA_TASK_ROOT: folder,
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'id',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_SESSION_TOKEN: 'token',
      AWS_ENDPOINT_URL_SECRETS_MANAGER: `http://127.0.0.1:${(secrets.address() as AddressInfo).port}/`,
      ...env,
    },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += chunk;
    });
  const [code] = (await once(child, 'close')) as [number];
  return { code, output };
}

it('the API is loaded with its secrets in the environment', async () => {
  place(
    'api/lambda.mjs',
    `const seen = { url: process.env.DATABASE_URL, key: process.env.APISCOPE_SECRET_KEY }; export const handler = async () => seen;`,
  );
  const { output } = await call('api', {
    SECRET_DATABASE_URL: 'arn:url',
    SECRET_APISCOPE_SECRET_KEY: 'arn:key',
  });
  expect(JSON.parse(output)).toEqual({ url: stored.get('arn:url'), key: 'a key' });
  expect(asked).toHaveLength(2);
  expect(asked[0]!.target).toBe('secretsmanager.GetSecretValue');
  expect(asked[0]!.authorization).toMatch(
    /^AWS4-HMAC-SHA256 Credential=id\/\d{8}\/eu-central-1\/secretsmanager\//,
  );
});

it('a secret that cannot be read ends the function, named by its variable', async () => {
  const { code, output } = await call('api', { SECRET_DATABASE_URL: 'arn:none' });
  expect(code).not.toBe(0);
  expect(output).toContain('SECRET_DATABASE_URL cannot be read: ResourceNotFoundException');
});

it('the migration is run with its secrets, and told what it said', async () => {
  place('migrate/main.mjs', `console.log('applied to ' + process.env.DATABASE_URL.split('@')[1]);`);
  const { code, output } = await call('migrate', { SECRET_DATABASE_URL: 'arn:url' });
  expect(code).toBe(0);
  expect(output).toContain('{"output":"applied to host/apiscope\\n"}');
});

it('a migration that fails is thrown, and so ends the deployment', async () => {
  place('migrate/main.mjs', `console.error('migration 7 failed'); process.exit(3);`);
  const { code, output } = await call('migrate', { SECRET_DATABASE_URL: 'arn:url' });
  expect(code).not.toBe(0);
  expect(output).toContain('the migration ended with 3: migration 7 failed');
});
