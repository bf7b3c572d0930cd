// pnpm check: format, lint, types, layers, dead code and the repository's own rules, in seconds and without a database.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { findAmbientValues } from './check/ambient-values.ts';
import { findMissingDocPaths } from './check/doc-paths.ts';
import { findDriftedEnvironment } from './check/environment.ts';
import { findBreakingMigrations } from './check/expanding-migrations.ts';
import { findLongFiles } from './check/file-sizes.ts';
import { formatTable } from './check/format-table.ts';
import { listFiles } from './check/list-files.ts';
import { findBannedWords } from './check/repository-words.ts';
import { type CheckResult, runTool } from './check/run-tool.ts';
import type { Rule } from './check/source-file.ts';

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');
const start = performance.now();

/** What the tools remember of the last run: a second one does only what changed. */
const CACHE = 'node_modules/.cache/check';
const TYPES = ['-p', 'tsconfig.json', '--incremental', '--tsBuildInfoFile', `${CACHE}/types.tsbuildinfo`];
const FOLDERS = ['packages', 'apps', 'infra', 'scripts', 'bench', 'e2e'].filter((folder) =>
  existsSync(`${root}/${folder}`),
);
const LAYERS = [
  ...FOLDERS,
  '--config',
  '.dependency-cruiser.cjs',
  '--output-type',
  'err',
  '--cache',
  `${CACHE}/layers`,
];

const tools = [
  runTool('types', 'tsc', TYPES, root),
  runTool('format, lint', 'biome', ['check', '--error-on-warnings', '.'], root),
  runTool('layers', 'depcruise', LAYERS, root),
  runTool(
    'dead code',
    'knip',
    ['--no-progress', '--no-config-hints', '--cache', '--cache-location', `${CACHE}/dead-code`],
    root,
  ),
];

const rules: [string, Rule][] = [
  ['doc paths', findMissingDocPaths],
  ['file sizes', findLongFiles],
  ['clock, env', findAmbientValues],
  ['words', findBannedWords],
  ['environment', findDriftedEnvironment],
  ['migrations', findBreakingMigrations],
];
const files = listFiles(root);
const ruled = rules.map(([name, rule]): CheckResult => {
  const from = performance.now();
  const findings = rule(files);
  return { name, ok: findings.length === 0, ms: performance.now() - from, output: findings.join('\n') };
});

const results = [...(await Promise.all(tools)), ...ruled];
for (const { name, ok, output } of results) if (!ok) console.log(`── ${name} ──────────\n${output.trim()}\n`);
console.log(formatTable(results, performance.now() - start));
process.exitCode = results.every(({ ok }) => ok) ? 0 : 1;
