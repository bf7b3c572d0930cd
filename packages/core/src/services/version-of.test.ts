import { describe, expect, it } from 'vitest';
import { versionOf } from './version-of.ts';

describe('versionOf', () => {
  it.each([
    [{ version: '1.2.3' }, '1.2.3'],
    [{ 'service.version': '2024-01' }, '2024-01'],
    [{ 'service.version': 'b', version: 'a' }, 'a'],
    [{ version: 3, 'service.version': 'b' }, 'b'],
    [{ version: '', 'service.version': 'b' }, 'b'],
    [{ version: '🙂'.repeat(200) }, '🙂'.repeat(200)],
    [{ version: 'x'.repeat(201) }, null],
    [{ version: { major: 1 } }, null],
    [JSON.parse('{"__proto__":{"version":"1"}}'), null],
    [['version'], null],
    ['version', null],
    [null, null],
    [undefined, null],
  ])('of %j is %j', (meta, version) => {
    expect(versionOf(meta)).toBe(version);
  });
});
