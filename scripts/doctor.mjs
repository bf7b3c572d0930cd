// npm run doctor: says what is wrong with this machine and its settings, and what mends it; changes nothing. See docs/operations.md.
// Plain JavaScript, since it has to speak on a Node that is too old and before anything is installed, too.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const tsx = join(root, 'node_modules', 'tsx', 'dist', 'esm', 'api', 'index.mjs');

/** The one thing that is wrong when nothing else can be looked at, in the form of the others. */
function stopWith(name, says, fix) {
  const checks = [{ name, status: 'fail', says, fix }];
  console.log(
    process.argv.includes('--json')
      ? JSON.stringify({ status: 'fail', checks }, null, 2)
      : `fail  ${name}  ${says}\n      fix: ${fix}`,
  );
  process.exit(1);
}

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19))
  stopWith(
    'node',
    `Node 20.19 or newer is needed, this is ${process.versions.node}`,
    'install Node 20 LTS or newer',
  );
if (!existsSync(tsx)) stopWith('installed', 'the dependencies are not installed', 'npm start installs them');

let envFile = null;
try {
  if (existsSync(join(root, '.env'))) process.loadEnvFile(join(root, '.env'));
} catch (error) {
  envFile = error instanceof Error ? error.message : String(error);
}
(await import(pathToFileURL(tsx).href)).register();
const [{ runDoctor }, { systemClock }] = await Promise.all([
  import('./doctor/run-doctor.ts'),
  import('../packages/core/src/clock.ts'),
]).catch((error) =>
  stopWith('installed', `a dependency is missing: ${error.message}`, 'npm start installs them'),
);
const options = { root, env: process.env, envFile, clock: systemClock, output: process.stdout };
process.exit(await runDoctor(process.argv.slice(2), options));
