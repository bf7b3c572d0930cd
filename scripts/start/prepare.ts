import { join } from 'node:path';
import { type Step, whenChanged } from './inputs.ts';
import type { Output } from './output.ts';
import { runTask } from './run-task.ts';

type Context = { root: string; output: Pick<Output, 'say'>; signal: AbortSignal };

/** Generates the database client and the list of migrations when the schema changed: well under a second. */
export async function generateClient({ root, output, signal }: Context): Promise<void> {
  const inputs = [
    'packages/db/prisma/schema.prisma',
    'packages/db/prisma/migrations',
    'packages/db/prisma.config.ts',
    'scripts/generate.ts',
    'pnpm-lock.yaml',
  ];
  const step = { name: 'generated', root, inputs, output: 'packages/db/src/generated' };
  await whenChanged(step, async () => {
    output.say('generating the database client');
    const args = ['--import', 'tsx', join(root, 'scripts/generate.ts')];
    await runTask({ what: 'generating the database client', args, cwd: root, signal });
  });
}

/** The dashboard, and what it is built of. */
export function webStep(root: string): Step {
  const inputs = ['apps/web', 'packages/core/src', 'pnpm-lock.yaml'];
  return { name: 'web', root, inputs, output: 'apps/web/build/server/index.js' };
}

/** Builds the dashboard when its sources, or those of core which it bundles, changed: some ten seconds. */
export async function buildWeb({ root, output, signal }: Context): Promise<void> {
  await whenChanged(webStep(root), async () => {
    output.say('building the dashboard');
    const cwd = join(root, 'apps/web');
    const args = [join(cwd, 'node_modules/@remix-run/dev/dist/cli.js'), 'vite:build'];
    const env: NodeJS.ProcessEnv = { ...process.env, NODE_ENV: 'production' };
    await runTask({ what: 'building the dashboard', args, cwd, env, signal });
  });
}
