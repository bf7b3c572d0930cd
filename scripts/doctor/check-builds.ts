import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isCurrent } from '../start/inputs.ts';
import { webStep } from '../start/prepare.ts';
import { type Machine, type Outcome, ok, warn } from './check.ts';

/** Whether the dashboard is built of the sources that are here. */
export function checkDashboard({ root }: Pick<Machine, 'root'>): Outcome {
  const step = webStep(root);
  const fix = 'npm start builds it';
  if (!existsSync(join(root, step.output))) return warn('the dashboard is not built', fix);
  return isCurrent(step)
    ? ok('built of the sources that are here')
    : warn('the dashboard is older than its sources', fix);
}

/** Whether what `npm run build` made is older than what it was made of; a checkout that is only started has none. */
export function checkDist({ root }: Pick<Machine, 'root'>): Outcome {
  const dist = join(root, 'dist');
  if (!existsSync(dist)) return ok('none: npm start needs none');
  const builtAt = newest(dist);
  const changedAt = Math.max(...['apps', 'packages'].map((folder) => newest(join(root, folder))));
  const says = `dist was built ${new Date(builtAt).toISOString()}`;
  return builtAt >= changedAt ? ok(says) : warn(`${says}, before sources changed`, 'npm run build');
}

const skipped = new Set(['node_modules', 'build', 'generated']);

/** When the file of a folder that changed last did, milliseconds since the epoch. */
function newest(folder: string): number {
  return readdirSync(folder, { withFileTypes: true }).reduce((latest, entry) => {
    if (skipped.has(entry.name)) return latest;
    const path = join(folder, entry.name);
    return Math.max(latest, entry.isDirectory() ? newest(path) : statSync(path).mtimeMs);
  }, 0);
}
