// npm run build: makes the production output of every role, or of those named, in dist/ or in the folder after --out.
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { bundleRole } from './bundle/bundle-role.ts';
import { roleNames, roles } from './bundle/roles.ts';
import { buildWeb } from './start/prepare.ts';

const root = join(import.meta.dirname, '..');
const { values, positionals } = parseArgs({
  options: { out: { type: 'string', default: 'dist' } },
  allowPositionals: true,
});
const unknown = positionals.filter((name) => !(name in roles));
if (unknown.length > 0) {
  console.error(`there is no role ${unknown.join(', ')}; there are ${roleNames.join(', ')}`);
  process.exit(1);
}
const chosen = roleNames.filter((name) => positionals.length === 0 || positionals.includes(name));
const say = (line: string) => console.log(line);

if (chosen.some((name) => roles[name].hasWeb))
  await buildWeb({ root, output: { say }, signal: new AbortController().signal });
for (const name of chosen) {
  const from = performance.now();
  const folder = join(resolve(values.out), name);
  await bundleRole(root, roles[name], folder);
  say(`${folder} in ${((performance.now() - from) / 1000).toFixed(1)} s`);
}
