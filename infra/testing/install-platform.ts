// What `npx sst install` does, from the npm registry alone: the platform lies in the CLI, its dependencies are fetched by the bun that is
// put where the CLI looks for its own. 420 MB in .sst, once a version of sst; nothing is fetched when they are there.
import { execFile } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const root = join(import.meta.dirname, '../..');
const platform = join(root, '.sst/platform');
const home = join(root, 'node_modules/.cache/sst');
/** The one that this release of the CLI would download. */
const bunVersion = '1.2.1';

export default async function installPlatform(): Promise<void> {
  const { version } = JSON.parse(readFileSync(join(root, 'node_modules/sst/package.json'), 'utf8')) as {
    version: string;
  };
  if (isInstalled(version)) return;
  rmSync(platform, { recursive: true, force: true });
  await fetchBun(join(home, '.config/sst/bin/bun'));
  await run(process.execPath, [join(root, 'node_modules/sst/bin/sst.mjs'), 'install'], {
    HOME: home,
    SST_SKIP_DEPENDENCY_CHECK: '1',
    SST_STAGE: 'ci',
    SST_TELEMETRY_DISABLED: '1',
    DO_NOT_TRACK: '1',
    AWS_EC2_METADATA_DISABLED: 'true',
  });
  rmSync(home, { recursive: true, force: true });
}

/** The types are written last. */
function isInstalled(version: string): boolean {
  const file = join(platform, 'version');
  return (
    existsSync(file) &&
    readFileSync(file, 'utf8').trim() === version &&
    existsSync(join(platform, 'config.d.ts')) &&
    existsSync(join(platform, 'node_modules/@pulumi/aws'))
  );
}

async function fetchBun(to: string): Promise<void> {
  const name = `@oven/bun-${process.platform}-${process.arch === 'arm64' ? 'aarch64' : process.arch}`;
  const folder = join(home, 'npm');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  await run(npm, [
    'install',
    '--prefix',
    folder,
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    `${name}@${bunVersion}`,
  ]);
  mkdirSync(join(to, '..'), { recursive: true });
  copyFileSync(join(folder, 'node_modules', name, 'bin/bun'), to);
  chmodSync(to, 0o755);
}

async function run(command: string, args: string[], env: Record<string, string> = {}): Promise<void> {
  try {
    await promisify(execFile)(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      timeout: 300_000,
    });
  } catch (error) {
    const { stdout, stderr, message } = error as Error & { stdout?: string; stderr?: string };
    throw new Error(`the platform of SST cannot be installed: ${message}\n${stdout ?? ''}${stderr ?? ''}`);
  }
}
