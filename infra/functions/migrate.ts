// Invoked while deploying (infra/migration.ts): what it throws ends the deployment before anything else has changed.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readSecrets } from './read-secrets.ts';

/** Runs the build, `dist/migrate/main.mjs`, which ends with an exit code as in a container. */
export async function handler(): Promise<{ output: string }> {
  await readSecrets(process.env);
  const child = spawn(process.execPath, [`${process.env.LAMBDA_TASK_ROOT}/migrate/main.mjs`], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: process.env,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output = `${output}${chunk}`.slice(-16_000);
      process.stdout.write(chunk);
    });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`the migration ended with ${code}: ${output.trim()}`);
  return { output };
}
