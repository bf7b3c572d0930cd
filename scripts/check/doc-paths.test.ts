import { describe, expect, it } from 'vitest';
import { findMissingDocPaths } from './doc-paths.ts';

const files = [
  { path: 'apps/api/src/app.ts', text: '' },
  { path: 'apps/web/app/logs/row.tsx', text: '' },
  { path: 'biome.json', text: '' },
  { path: 'docs/glossary.md', text: '' },
];
const findIn = (path: string, text: string) => findMissingDocPaths([...files, { path, text }]);

describe('findMissingDocPaths', () => {
  it('finds a cited file that is gone, with its line', () => {
    expect(findIn('README.md', 'see\n`apps/api/src/gone.ts`')).toEqual([
      'README.md:2 cites apps/api/src/gone.ts, which does not exist',
    ]);
  });

  it('finds a broken relative link and resolves from the folder of the document', () => {
    expect(findIn('docs/operations.md', '[a](glossary.md) [b](../biome.json#x) [c](gone.md)')).toEqual([
      'docs/operations.md:1 cites gone.md, which does not exist',
    ]);
  });

  it('finds paths inside a longer piece of code and root files', () => {
    expect(findIn('README.md', '`tsx scripts/gone.ts --now` and `gone.json`')).toHaveLength(2);
  });

  it('accepts files, folders, wildcards, placeholders and either of two', () => {
    const text =
      '`apps/api/` `apps/*/src/app.ts` `apps/web/app/<feature>/` `apps/{api/src/app,web/app/logs/row}.tsx`';
    expect(findIn('README.md', text)).toEqual([
      'README.md:1 cites apps/{api/src/app,web/app/logs/row}.tsx, which does not exist',
    ]);
  });

  it('leaves routes, packages, hosts and other documents alone', () => {
    expect(findIn('README.md', '`GET /logs/stream` `application/json` [x](https://example.org)')).toEqual([]);
    expect(findIn('packages/db/notes.md', '`apps/gone.ts`')).toEqual([]);
  });
});
