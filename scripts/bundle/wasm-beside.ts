import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';

const encoded = /query_compiler_\w+_bg\.postgresql\.wasm-base64\.mjs$/;

/**
 * Puts Prisma's query compiler beside the code as the file it is. Prisma brings it as text in base64, of which a process would keep the text, its
 * source and the bytes: 15 MB for nothing.
 */
export function wasmBeside(folder: string): Plugin {
  return {
    name: 'wasm-beside',
    setup(build) {
      build.onLoad({ filter: encoded }, async ({ path }) => {
        const { wasm } = createRequire(path)(path.replace(/\.mjs$/, '.js')) as { wasm: string };
        const name = 'query-compiler.wasm';
        await writeFile(join(folder, name), Buffer.from(wasm, 'base64'));
        return {
          loader: 'js',
          contents: `import { readFileSync } from 'node:fs';
import { join } from 'node:path';
export const wasm = readFileSync(join(import.meta.dirname, '${name}'));`,
        };
      });
    },
  };
}
