import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { whenChanged } from './inputs.ts';

const root = mkdtempSync(join(tmpdir(), 'apiscope-inputs-'));
const write = (path: string, text: string) => {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), text);
};
afterAll(() => rmSync(root, { recursive: true }));

describe('whenChanged', () => {
  it('works at first, when an input changed, when the output is gone and after a failure; not otherwise', async () => {
    write('src/a.ts', 'one');
    const step = { name: 'step', root, inputs: ['src', 'absent.json'], output: 'build/out.js' };
    const work = async () => write('build/out.js', 'built');

    expect(await whenChanged(step, work)).toBe(true);
    expect(await whenChanged(step, work)).toBe(false);
    write('src/a.test.ts', 'tests do not count');
    expect(await whenChanged(step, work)).toBe(false);
    write('src/a.ts', 'two');
    expect(await whenChanged(step, work)).toBe(true);
    rmSync(join(root, 'build'), { recursive: true });
    expect(await whenChanged(step, work)).toBe(true);
    write('src/a.ts', 'three');
    await expect(whenChanged(step, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(await whenChanged(step, work)).toBe(true);
  });
});
