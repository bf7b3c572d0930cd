import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Plugin, rollup } from 'rollup';
import { dts } from 'rollup-plugin-dts';
import { build } from 'vite';
import manifest from './package.json' with { type: 'json' };

const root = fileURLToPath(new URL('.', import.meta.url));
const runtimes = manifest.imports['#runtime'];

/** `./src/adapters/express.ts` is built as `adapters/express` with the suffix of each form. */
const nameOf = (path: string) => path.replace(/^\.\/src\//, '').replace(/\.ts$/, '');
const entriesOf = (paths: string[]) =>
  Object.fromEntries(paths.map((path) => [nameOf(path), join(root, path)]));
const doors = entriesOf(Object.values(manifest.exports));
/** Frameworks, Node and the runtime that the host's conditions choose stay outside; the package's core is bundled in. */
const isOutside = (id: string) => !/^(?:[./]|@apiscope\/core\/)/.test(id);

/** Declarations are made of sources, and their maker knows no workspaces. */
const coreSources: Plugin = {
  name: 'core-sources',
  resolveId(id) {
    const path = /^@apiscope\/core\/(.+)$/.exec(id)?.[1];
    return path === undefined ? null : join(root, '../core/src', `${path}.ts`);
  },
};

/** Builds the package into a folder, ready to be packed: ES modules, CommonJS, declarations of both if wanted, and their manifest. */
export async function buildSdk(folder: string, { withTypes = true } = {}): Promise<void> {
  const input = { external: isOutside, treeshake: { moduleSideEffects: false } };
  const output = (format: 'es' | 'cjs', suffix: string) => ({
    format,
    dir: folder,
    entryFileNames: `[name].${suffix}`,
    chunkFileNames: `shared/[name].${suffix}`,
    exports: 'named' as const,
  });
  await build({
    configFile: false,
    root,
    logLevel: 'warn',
    build: {
      target: 'es2022',
      minify: false,
      emptyOutDir: true,
      outDir: folder,
      lib: { entry: { ...doors, ...entriesOf(Object.values(runtimes)) } },
      rollupOptions: { ...input, output: [output('es', 'js'), output('cjs', 'cjs')] },
    },
  });
  if (withTypes) await buildTypes(folder);
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(publishedManifest(), null, 2)}\n`);
}

/** A single program holds all sources: its settings name the core's by path, for what is found as a dependency would be read anew, file by file. */
async function buildTypes(folder: string): Promise<void> {
  const types = await rollup({
    input: doors,
    external: isOutside,
    plugins: [coreSources, dts({ respectExternal: true, tsconfig: join(root, 'tsconfig.build.json') })],
  });
  const output = { format: 'es' as const, dir: folder };
  await types.write({ ...output, entryFileNames: '[name].d.ts', chunkFileNames: 'shared/[name].d.ts' });
  await types.write({ ...output, entryFileNames: '[name].d.cts', chunkFileNames: 'shared/[name].d.cts' });
  await types.close();
}

function publishedManifest() {
  const {
    name,
    version,
    description,
    license,
    type,
    sideEffects,
    engines,
    peerDependencies,
    peerDependenciesMeta,
  } = manifest;
  return {
    ...{
      name,
      version,
      description,
      license,
      type,
      sideEffects,
      engines,
      peerDependencies,
      peerDependenciesMeta,
    },
    exports: Object.fromEntries(
      Object.entries(manifest.exports).map(([door, path]) => [door, formsOf(nameOf(path))]),
    ),
    imports: {
      '#runtime': { node: codeOf(nameOf(runtimes.node)), default: codeOf(nameOf(runtimes.default)) },
    },
  };
}

function formsOf(name: string) {
  return {
    import: { types: `./${name}.d.ts`, default: `./${name}.js` },
    require: { types: `./${name}.d.cts`, default: `./${name}.cjs` },
  };
}

function codeOf(name: string) {
  return { import: `./${name}.js`, require: `./${name}.cjs` };
}
