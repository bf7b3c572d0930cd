import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shortenValue } from './shorten-value.ts';

const max = 200;

describe('shortenValue', () => {
  it('leaves what is short alone', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        fc.pre(JSON.stringify(value).length <= max);
        expect(shortenValue(value, max)).toEqual({ value, isCut: false });
      }),
    );
  });

  it('keeps the type of texts, lists and maps of texts, and stays within bounds', () => {
    const text = fc.string({ minLength: max + 1, maxLength: 2_000, unit: 'binary' });
    const list = fc.array(fc.oneof(fc.string(), fc.double(), fc.boolean()), { minLength: max });
    const map = fc.dictionary(fc.string({ minLength: 1 }), fc.oneof(text, fc.array(text)), { minKeys: 1 });
    fc.assert(
      fc.property(fc.oneof(text, list, map), (value) => {
        const { value: short, isCut } = shortenValue(value, max);
        expect(isCut || JSON.stringify(value).length <= max).toBe(true);
        expect([typeof short, Array.isArray(short)]).toEqual([typeof value, Array.isArray(value)]);
        if (typeof short === 'string') expect(short).toMatch(/^[\s\S]{199,200}… \[\d+ characters more\]$/);
        else expect(JSON.stringify(short).length).toBeLessThanOrEqual(max);
      }),
    );
  });

  it('keeps the first rows of a list of rows, each whole', () => {
    const row = fc.record({ id: fc.integer(), attributes: fc.dictionary(fc.string(), fc.string()) });
    fc.assert(
      fc.property(fc.array(row, { minLength: 12 }), (rows) => {
        fc.pre(JSON.stringify(rows).length > max);
        const { value, isCut } = shortenValue(rows, max);
        const kept = value as unknown[];
        expect([isCut, kept]).toEqual([true, rows.slice(0, kept.length)]);
        expect(JSON.stringify(kept).length).toBeLessThanOrEqual(max);
        expect(JSON.stringify(rows.slice(0, kept.length + 1)).length).toBeGreaterThan(max - 2);
      }),
    );
  });

  it('leaves the beginning of any other object as text', () => {
    const deep = { user: { id: 1 }, note: 'x'.repeat(500) };
    const { value, isCut } = shortenValue(deep, 50);
    expect(isCut).toBe(true);
    expect(value).toBe(
      `${JSON.stringify(deep).slice(0, 50)}… [${JSON.stringify(deep).length - 50} characters more]`,
    );
  });

  it('keeps something of every header, however long the first', () => {
    const headers = { cookie: 'c'.repeat(5_000), accept: '*/*' };
    expect(shortenValue(headers, max)).toEqual({
      value: { cookie: `${'c'.repeat(50)}… [4950 characters more]`, accept: '*/*' },
      isCut: true,
    });
  });

  it('cuts no pair of surrogates in two', () => {
    expect(shortenValue('ab😀c', 3).value).toBe('ab… [3 characters more]');
  });
});
