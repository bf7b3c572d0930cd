import { copyFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Plugin } from 'esbuild';

const name = 'query-compiler.wasm';

/**
 * Takes the Prisma client that was made for Cloudflare Workers, and puts its query compiler beside the code as a module: Workers compile no
 * WebAssembly from bytes.
 */
export function wasmModule(folder: string): Plugin {
  return {
    name: 'wasm-module',
    setup(build) {
      build.onResolve({ filter: /\/generated\/client\.ts$/ }, ({ path, resolveDir }) => ({
        path: join(resolveDir, dirname(path), '../edge/generated/client.ts'),
      }));
      build.onResolve({ filter: /\.wasm\?module$/ }, async ({ path, resolveDir }) => {
        await copyFile(join(resolveDir, path.replace(/\?module$/, '')), join(folder, name));
        return { path: `./${name}`, external: true };
      });
    },
  };
}
