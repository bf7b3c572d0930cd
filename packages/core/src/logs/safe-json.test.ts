import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkJson, safeText } from './safe-json.ts';

const limits = { depth: 64, bytes: 1_048_576 };
const nested = (levels: number): unknown => {
  let value: unknown = 1;
  for (let level = 0; level < levels; level++) value = level % 2 ? { a: value } : [value];
  return value;
};

describe('safeText', () => {
  it.each([
    ['a\0b', 'a\uFFFDb'],
    ['\ud800', '\uFFFD'],
    ['\udc00\ud800', '\uFFFD\uFFFD'],
    ['x\ud83d', 'x\uFFFD'],
    ['😀 日本 \u001f', '😀 日本 \u001f'],
  ])('%j → %j', (text, safe) => {
    expect(safeText(text)).toBe(safe);
  });
});

describe('checkJson', () => {
  it('replaces what cannot be stored, in values and keys, and keeps the rest as it is', () => {
    const value = {
      'k\0': ['\ud800', { a: null, b: true, n: -1.5e300 }],
      z: Number.NaN,
      gone: undefined,
      '': '',
    };
    expect(checkJson(value, limits)).toEqual({
      ok: true,
      value: { 'k\uFFFD': ['\uFFFD', { a: null, b: true, n: -1.5e300 }], z: null, '': '' },
    });
  });

  it('keeps a key named __proto__ as a plain key', () => {
    const checked = checkJson(JSON.parse('{"__proto__": {"polluted": 1}}'), limits);
    expect(JSON.stringify(checked)).toBe('{"ok":true,"value":{"__proto__":{"polluted":1}}}');
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  it('takes 64 levels, refuses more, and no depth exhausts the stack', () => {
    expect(checkJson(nested(64), limits).ok).toBe(true);
    expect(checkJson(nested(65), limits)).toEqual({ ok: false, reason: 'nested deeper than 64 levels' });
    expect(checkJson(nested(1_000), limits).ok).toBe(false);
    expect(checkJson(nested(100_000), limits).ok).toBe(false);
  });

  it('counts bytes of UTF-8, not characters', () => {
    expect(checkJson('é'.repeat(10), { depth: 1, bytes: 22 }).ok).toBe(true);
    expect(checkJson('é'.repeat(10), { depth: 1, bytes: 21 })).toMatchObject({
      reason: expect.stringContaining('22 bytes'),
    });
    expect(checkJson('x'.repeat(1_048_575), limits).ok).toBe(false);
  });

  it('gives back any JSON unchanged', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const text = JSON.stringify(value);
        fc.pre(!/\\u0000|\\ud/i.test(text));
        const checked = checkJson(JSON.parse(text), limits);
        expect(checked.ok && JSON.stringify(checked.value)).toBe(text);
      }),
    );
  });
});
