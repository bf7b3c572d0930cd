import { join } from 'node:path';
import { bundleRole } from '../bundle/bundle-role.ts';
import { type ProcessRoleName, processRoleNames, roles } from '../bundle/roles.ts';
import { whenChanged } from '../start/inputs.ts';
import { buildWeb } from '../start/prepare.ts';

const root = join(import.meta.dirname, '../..');
const cache = 'node_modules/.cache/apiscope/dist';

/** Makes every process as `npm run build` does, unless its sources are those of the last time. @returns the folder of each. */
export async function buildOnce(): Promise<Record<ProcessRoleName, string>> {
  const signal = new AbortController().signal;
  await buildWeb({ root, output: { say: () => {} }, signal });
  const inputs = ['apps', 'packages', 'scripts/bundle', 'pnpm-lock.yaml'];
  await whenChanged({ name: 'roles', root, inputs, output: `${cache}/migrate/main.mjs` }, async () => {
    for (const name of processRoleNames) await bundleRole(root, roles[name], join(root, cache, name));
  });
  return Object.fromEntries(processRoleNames.map((name) => [name, join(root, cache, name)])) as Record<
    ProcessRoleName,
    string
  >;
}
