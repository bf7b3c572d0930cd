// npm start: checks Node, installs when the lock file changed, then hands over to the supervisor, scripts/start/main.ts.
// Plain JavaScript, since it has to speak before anything is installed and on a Node that is too old.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const OLDEST_NODE = [20, 19];
const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const stamp = join(root, 'node_modules', '.cache', 'apiscope', 'installed');

function stopWith(message) {
  console.error(`apiscope: ${message}`);
  process.exit(1);
}

function isNodeTooOld() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  return major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1]);
}

function listWorkspaceFolders() {
  const nested = ['apps', 'packages'].flatMap((group) =>
    readdirSync(join(root, group)).map((name) => join(root, group, name)),
  );
  return [root, ...nested].filter((folder) => existsSync(join(folder, 'package.json')));
}

/** Changes whenever an install could have something to do. */
function installKey(folders) {
  const hash = createHash('sha256').update(process.versions.modules);
  const manifests = folders.map((folder) => join(folder, 'package.json'));
  for (const file of [join(root, 'pnpm-lock.yaml'), join(root, 'pnpm-workspace.yaml'), ...manifests])
    hash.update(file).update(readFileSync(file));
  return hash.digest('hex');
}

async function installIfNeeded() {
  const folders = listWorkspaceFolders();
  const key = installKey(folders);
  const isPresent = folders.every((folder) => existsSync(join(folder, 'node_modules')));
  if (isPresent && existsSync(stamp) && readFileSync(stamp, 'utf8') === key) return;

  console.log('apiscope: installing dependencies');
  const args = [join(root, 'scripts', 'pnpm.mjs'), 'install', '--frozen-lockfile'];
  const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit' });
  const forward = (signal) => child.kill(signal);
  process.on('SIGINT', forward).on('SIGTERM', forward);
  const code = await new Promise((resolve) => child.on('exit', resolve));
  process.off('SIGINT', forward).off('SIGTERM', forward);
  if (code !== 0) stopWith('the dependencies could not be installed; the reason is above');
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, key);
}

if (isNodeTooOld())
  stopWith(`Node ${OLDEST_NODE.join('.')} or newer is needed, this is ${process.versions.node}`);
await installIfNeeded();
if (existsSync(join(root, '.env'))) process.loadEnvFile(join(root, '.env'));

const tsx = join(root, 'node_modules', 'tsx', 'dist', 'esm', 'api', 'index.mjs');
(await import(pathToFileURL(tsx).href)).register();
const { runSupervisor } = await import('./start/main.ts');
process.exit(await runSupervisor(root));
