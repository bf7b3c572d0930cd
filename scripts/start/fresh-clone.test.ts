import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};

/** What is written in the repository; packages of others generate nothing. */
const onlyOurs: Plugin = {
  name: 'only ours',
  setup({ onResolve }) {
    onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
      kind === 'entry-point' || path.startsWith('@apiscope/') ? undefined : { path, external: true },
    );
  },
};

/** Files that are loaded as soon as an entry is, of the repository. */
async function loadedAtOnce(entry: string): Promise<string[]> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    metafile: true,
    logLevel: 'silent',
    plugins: [onlyOurs],
  });
  const found = new Set<string>();
  const visit = (file: string): void => {
    if (found.has(file)) return;
    found.add(file);
    for (const { path, kind, external } of metafile.inputs[file]!.imports)
      if (!external && kind !== 'dynamic-import') visit(path);
  };
  visit(entry);
  return [...found];
}

// In a clone that was never started nothing is generated yet.
it.each(['scripts/start/main.ts', 'scripts/generate.ts', 'scripts/check.ts', 'scripts/doctor/run-doctor.ts'])(
  '%s loads nothing that is generated before it could be',
  async (entry) => {
    const loaded = await loadedAtOnce(entry);
    expect(loaded.length).toBeGreaterThan(1);
    expect(loaded.filter((file) => file.includes('/generated/'))).toEqual([]);
  },
);

it('finds what is generated where it is loaded at once', async () => {
  expect(await loadedAtOnce('scripts/start/database.ts')).toContain(
    'packages/db/src/generated/migrations.ts',
  );
  expect(scripts.suite).toMatch(/^tsx scripts\/generate\.ts && /);
});
