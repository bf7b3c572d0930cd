import { cp, mkdir, rm } from 'node:fs/promises';
import { builtinModules, createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { type BuildOptions, build, type Metafile } from 'esbuild';
import { type FileName, fileOrigins } from '../../apps/api/src/find-file.ts';
import type { Role } from './roles.ts';
import { wasmBeside } from './wasm-beside.ts';
import { wasmModule } from './wasm-module.ts';
import { writeLicences } from './write-licences.ts';

/** Named by code that never runs here: for a configuration file in TypeScript, and for PostgreSQL's C library. */
const external = ['typescript', 'pg-native'];
/** What a Worker has beside Node's own modules: its sockets, and what lies beside its code. */
const workerExternal = ['cloudflare:sockets', './query-compiler.wasm'];

type Runtime = (
  folder: string,
) => Pick<BuildOptions, 'splitting' | 'target' | 'conditions' | 'define' | 'banner' | 'external' | 'plugins'>;

/** What differs by where the code runs. */
const runtimes: Record<Role['runtime'], Runtime> = {
  node: (folder) => ({
    splitting: true,
    target: 'node20.19',
    banner: { js: requireAt('import.meta.url') },
    external,
    plugins: [wasmBeside(folder)],
  }),
  // One module: it is given to the platform as it is. Where it lies is known, and not told to it.
  workerd: (folder) => ({
    target: 'es2024',
    conditions: ['workerd'],
    define: {
      'import.meta.url': '"file:///bundle/worker.mjs"',
      'import.meta.dirname': '"/bundle"',
    },
    banner: { js: requireAt(`'file:///bundle/worker.mjs'`) },
    external: [...external, ...workerExternal],
    plugins: [wasmModule(folder)],
  }),
};

/** CommonJS among the dependencies asks for Node's own modules by `require`, which ES modules lack. */
function requireAt(url: string): string {
  return `import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(${url});`;
}

/**
 * Writes a role into a folder that then runs on Node, or as a Worker, alone: all of its code and of its dependencies, split where it is loaded later, and
 * the files it reads. Code finds them beside itself, so every module lies in the folder itself.
 */
export async function bundleRole(root: string, role: Role, folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const web = join(root, 'apps/web/build');
  const { define, ...options } = runtimes[role.runtime](folder);
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: {
      ...role.entries,
      ...(role.hasWeb && { 'web/server/index': join(web, 'server/index.js') }),
    },
    outdir: folder,
    bundle: true,
    platform: 'node',
    format: 'esm',
    outExtension: { '.js': '.mjs' },
    chunkNames: '[name]-[hash]',
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'none',
    define: { 'process.env.NODE_ENV': '"production"', ...define },
    metafile: true,
    ...options,
    logLevel: 'warning',
    // The server build of the dashboard names every package that one of its parts might have had effects from.
    logOverride: { 'ignored-bare-import': 'silent' },
  });
  refuseOutside(metafile);
  if (role.hasWeb) await cp(join(web, 'client'), join(folder, 'web/client'), { recursive: true });
  const files = await copyFiles(role.files, join(root, 'apps/api/package.json'), join(folder, 'files'));
  await writeLicences([...Object.keys(metafile.inputs).map((path) => resolve(root, path)), ...files], folder);
}

/** What is imported from outside the folder must be Node's own: nothing else is there. @throws Error naming it. */
function refuseOutside({ outputs }: Metafile): void {
  const allowed = new Set([...builtinModules, ...external, ...workerExternal]);
  const outside = Object.values(outputs)
    .flatMap(({ imports }) => imports)
    .filter((each) => each.external && !each.path.startsWith('node:') && !allowed.has(each.path));
  if (outside.length > 0)
    throw new Error(`not in the output: ${[...new Set(outside.map(({ path }) => path))].join(', ')}`);
}

/** @returns where they are from. */
async function copyFiles(names: readonly FileName[], owner: string, folder: string): Promise<string[]> {
  const require = createRequire(owner);
  const files = names.map((name) => ({ name, from: require.resolve(fileOrigins[name]) }));
  for (const { name, from } of files) await cp(from, join(folder, name));
  return files.map(({ from }) => from);
}
