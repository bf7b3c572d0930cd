import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findLongFiles } from './file-sizes.ts';
import { listFiles } from './list-files.ts';
import { findBannedWords } from './repository-words.ts';

const lines = (count: number) => 'a;\n'.repeat(count);

describe('findLongFiles', () => {
  it('takes 300 lines of source and 500 of test, not one more', () => {
    const found = findLongFiles([
      { path: 'packages/db/src/a.ts', text: lines(300) },
      { path: 'packages/db/src/b.ts', text: lines(301) },
      { path: 'packages/db/src/a.db.test.ts', text: lines(500) },
      { path: 'packages/db/src/b.test.ts', text: lines(501) },
      { path: 'docs/long.md', text: lines(900) },
    ]);
    expect(found).toEqual([
      'packages/db/src/b.ts has 301 lines, 300 is the most',
      'packages/db/src/b.test.ts has 501 lines, 500 is the most',
    ]);
  });
});

describe('findBannedWords', () => {
  it('refuses paths of one machine and hosts of registries', () => {
    const text = ['see /wo', 'rk/main\n"https://registry.npm', 'js.org/zod"'].join('');
    expect(findBannedWords([{ path: 'README.md', text }])).toHaveLength(2);
  });

  it('accepts routes and relative paths that only look alike', () => {
    const text = 'GET /worker/jobs, packages/work/a, https://example.org/root/a, ~/home/me/x';
    expect(findBannedWords([{ path: 'README.md', text }])).toEqual([]);
  });
});

describe('listFiles', () => {
  it('walks what .gitignore does not name', () => {
    const root = mkdtempSync(join(tmpdir(), 'apiscope-list-'));
    const write = (path: string, text = '') => {
      mkdirSync(join(root, path, '..'), { recursive: true });
      writeFileSync(join(root, path), text);
    };
    write('.gitignore', 'node_modules/\nsrc/generated/\n*.tsbuildinfo\n.env\n');
    for (const path of [
      'a.ts',
      'src/b.ts',
      'src/generated/c.ts',
      'node_modules/d.ts',
      '.env',
      'src/image.png',
    ])
      write(path);

    expect(listFiles(root).map(({ path }) => path)).toEqual([
      '.gitignore',
      'a.ts',
      'src/b.ts',
      'src/image.png',
    ]);
    rmSync(root, { recursive: true });
  });
});
