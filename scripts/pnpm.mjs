// Runs the pinned pnpm of package.json by npx: a machine needs Node and npm, nothing else.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const [pnpm] = manifest.packageManager.split('+');
const run = spawnSync('npx', ['--yes', pnpm, ...process.argv.slice(2)], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
});
process.exit(run.status ?? 1);
