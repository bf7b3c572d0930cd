import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SourceFile } from './source-file.ts';

const TEXT =
  /\.(ts|tsx|mjs|cjs|js|json|md|css|sql|sh|yaml|yml|toml|svg|html|prisma|example)$|(^|\/)(run|Dockerfile|\.gitignore)$/;
/** Files whose name alone counts: documents cite them. */
const IMAGE = /\.(png|ico)$/;
const NEVER = new Set(['.git', 'pnpm-lock.yaml']);

/**
 * Every text file and image under `root` that .gitignore does not name. The folder is walked rather than asked from git, so
 * that a copy without its history is checked alike.
 */
export function listFiles(root: string): SourceFile[] {
  const ignored = ignoreRules(readFileSync(join(root, '.gitignore'), 'utf8'));
  const found: SourceFile[] = [];
  const walk = (folder: string): void => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (NEVER.has(entry.name) || ignored(path, entry.name)) continue;
      if (entry.isDirectory()) walk(path);
      else if (entry.isFile() && IMAGE.test(path)) found.push({ path, text: '' });
      else if (entry.isFile())
        found.push({ path, text: TEXT.test(path) ? readFileSync(join(root, path), 'utf8') : '' });
    }
  };
  walk('');
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The forms this repository's .gitignore uses: `name/`, `path/name/`, `*.suffix` and plain names. */
function ignoreRules(text: string): (path: string, name: string) => boolean {
  const lines = text
    .split('\n')
    .map((line) => line.trim().replace(/\/$/, ''))
    .filter((line) => line !== '' && !line.startsWith('#'));
  const suffixes = lines.filter((line) => line.startsWith('*')).map((line) => line.slice(1));
  const exact = new Set(lines.map((line) => line.replace(/^\//, '')));
  return (path, name) =>
    exact.has(path) || exact.has(name) || suffixes.some((suffix) => name.endsWith(suffix));
}
