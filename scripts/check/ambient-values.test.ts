import { describe, expect, it } from 'vitest';
import { findAmbientValues } from './ambient-values.ts';

const inDb = (text: string) => findAmbientValues([{ path: 'packages/db/src/a.ts', text }]);

describe('findAmbientValues', () => {
  it.each([
    'const at = Date.now();',
    'const clock = { now: Date.now };',
    'const at = new Date();',
    'const at = new Date;',
    'const at = Date();',
    'const r = Math.random();',
    'const id = crypto.randomUUID();',
    "import { randomUUID } from 'node:crypto'; const id = randomUUID();",
    'const t = performance.now();',
    'const url = process.env.DATABASE_URL;',
  ])('refuses %s', (text) => {
    expect(inDb(text)).toHaveLength(1);
  });

  it.each([
    'const at = new Date(ms);',
    'const at = Date.UTC(2026, 0, 1);',
    '// Date.now() is banned here',
    "const text = 'new Date()';",
    'type A = Date;',
  ])('accepts %s', (text) => {
    expect(inDb(text)).toEqual([]);
  });

  it('names the line', () => {
    expect(inDb('\n\nconst at = Date.now();')).toEqual([
      'packages/db/src/a.ts:3 uses Date.now: take the clock of core/clock.ts',
    ]);
  });

  it('lets the clock, tests, scripts and the env of a process be', () => {
    const text = 'Date.now(); process.env.PORT;';
    const paths = ['packages/db/src/a.test.ts', 'scripts/a.ts', 'packages/db/src/testing/make.ts'];
    expect(findAmbientValues(paths.map((path) => ({ path, text })))).toEqual([]);
    expect(findAmbientValues([{ path: 'packages/core/src/clock.ts', text: 'Date.now()' }])).toEqual([]);
    expect(findAmbientValues([{ path: 'apps/api/src/env.ts', text: 'process.env.PORT' }])).toEqual([]);
  });
});
