import { join } from 'node:path';
import type { ChildSpec } from './child.ts';
import { databaseFolder, type Settings } from './settings.ts';

const NOTICES_PARENT = 'scripts/start/stop-with-parent.mjs';

/** The embedded database of `npm start`, on a port that it keeps. */
export function databaseProcess(root: string, settings: Settings, port: number): ChildSpec {
  const entry = join(root, 'packages/db/src/embedded/server.ts');
  return {
    name: 'database',
    args: [...loaders(root), entry, '--data-dir', databaseFolder(settings.dataDir), '--port', `${port}`],
    cwd: root,
    env: process.env,
    ready: /^EMBEDDED READY/,
    stopWithinMs: 15_000,
  };
}

/** What the supervisor found or made for API and worker. */
type Given = { databaseUrl: string; secretKey: string };

/** REST, tRPC, streams and the dashboard on the one port that people see. */
export function apiProcess(root: string, settings: Settings, given: Given): ChildSpec {
  return {
    name: 'api',
    args: [...loaders(root), join(root, 'apps/api/src/main.ts')],
    cwd: root,
    env: serviceEnv(settings, given),
    ready: /^API READY/,
    stopWithinMs: 15_000,
  };
}

/** Jobs and crons. */
export function workerProcess(root: string, settings: Settings, given: Given): ChildSpec {
  return {
    name: 'worker',
    args: [...loaders(root), join(root, 'packages/jobs/src/main.ts')],
    cwd: root,
    env: serviceEnv(settings, given),
    ready: /^WORKER READY/,
    stopWithinMs: 20_000,
  };
}

function serviceEnv(settings: Settings, { databaseUrl, secretKey }: Given): NodeJS.ProcessEnv {
  return {
    ...process.env,
    NODE_ENV: process.env.NODE_ENV || 'production',
    DATABASE_URL: databaseUrl,
    DATABASE_DIRECT_URL: settings.directUrl ?? '',
    APISCOPE_SECRET_KEY: secretKey,
    DATA_DIR: settings.dataDir,
    HOST: settings.host,
    PORT: `${settings.port}`,
  };
}

/** TypeScript without a second process: `tsx FILE` would put one between the supervisor and the child. */
function loaders(root: string): string[] {
  const tsx = join(root, 'node_modules/tsx/dist/esm/index.mjs');
  return ['--import', tsx, '--import', join(root, NOTICES_PARENT)];
}
