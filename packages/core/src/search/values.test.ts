import { describe, expect, it } from 'vitest';
import type { Field, FieldType } from './fields.ts';
import { joinList, maxInValues, parseValue, splitList, ValueError } from './values.ts';

const field = (type: FieldType): Field => ({ type, column: 'c', index: null, about: '' });
const thousandAndOne = Array.from({ length: maxInValues + 1 }, (_, at) => String(at));

describe('parseValue', () => {
  it.each([
    ['int', '42', 42],
    ['int', '-7', -7],
    ['int', '+7', 7],
    ['int', ' 7 ', 7],
    ['int', 7, 7],
    ['int', '9007199254740991', 9_007_199_254_740_991],
    ['bool', 'true', true],
    ['bool', false, false],
    ['float', '1.5', 1.5],
    ['float', '.5', 0.5],
    ['float', '5.', 5],
    ['float', '-1e3', -1_000],
    ['float', 0.1, 0.1],
    ['text', '', ''],
    ['text', '%_\\', '%_\\'],
    ['text', '😀 日本', '😀 日本'],
    ['level', 'warn', 'warn'],
    ['timestamp', '2026-01-31', '2026-01-31T00:00:00.000Z'],
    ['timestamp', '2026-01-31T10:00:00+02:00', '2026-01-31T08:00:00.000Z'],
  ] as const)('reads %s %j', (type, raw, expected) => {
    expect(parseValue(field(type), 'eq', raw)).toBe(expected);
  });

  it.each([
    ['int', '', 'integer'],
    ['int', '1.5', 'integer'],
    ['int', 'abc', 'integer'],
    ['int', '0x10', 'integer'],
    ['int', '1e3', 'integer'],
    ['int', '9007199254740992', 'integer'],
    ['int', '99999999999999999999', 'integer'],
    ['int', true, 'integer'],
    ['int', null, 'integer'],
    ['int', ['1'], 'integer'],
    ['int', Number.NaN, 'integer'],
    ['bool', '1', 'true or false'],
    ['float', '', 'number'],
    ['float', '.', 'number'],
    ['float', 'NaN', 'number'],
    ['float', 'Infinity', 'number'],
    ['float', '1e999', 'number'],
    ['float', '1,5', 'number'],
    ['text', 5, 'text'],
    ['text', 'a\0b', 'NUL'],
    ['text', '\ud800', 'surrogate'],
    ['text', ['a', 'b'], 'text'],
    ['level', 'WARN', 'trace, debug, info, warn, error, fatal'],
    ['level', 'constructor', 'expected one of'],
    ['timestamp', 'yesterday', 'ISO-8601'],
    ['timestamp', 0, 'ISO-8601'],
  ] as const)('refuses %s %j, saying %s', (type, raw, words) => {
    expect(() => parseValue(field(type), 'eq', raw)).toThrow(ValueError);
    expect(() => parseValue(field(type), 'eq', raw)).toThrow(words);
  });

  it.each(['like', 'ilike', 'startswith', 'endswith'] as const)(
    '%s takes any text, also on a level',
    (op) => {
      expect(parseValue(field('level'), op, 'ar')).toBe('ar');
      expect(parseValue(field('text'), op, '100%_\\')).toBe('100%_\\');
    },
  );

  it.each(['isnull', 'isnotnull'] as const)('%s takes true and false alone', (op) => {
    expect([true, 'true', false, 'false'].map((raw) => parseValue(field('json'), op, raw))).toEqual([
      true,
      true,
      false,
      false,
    ]);
    for (const raw of ['1', 'yes', '', 'TRUE', 0, null]) {
      expect(() => parseValue(field('json'), op, raw)).toThrow('expected true or false');
    }
  });

  it('reads the values of in by the type of the field', () => {
    expect(parseValue(field('int'), 'in', '1,2,3')).toEqual([1, 2, 3]);
    expect(parseValue(field('int'), 'in', [1, '2'])).toEqual([1, 2]);
    expect(parseValue(field('level'), 'in', 'warn,error')).toEqual(['warn', 'error']);
    expect(parseValue(field('timestamp'), 'in', '2026-01-31,2026-02-01T10:00')).toEqual([
      '2026-01-31T00:00:00.000Z',
      '2026-02-01T10:00:00.000Z',
    ]);
    expect(parseValue(field('text'), 'in', '')).toEqual([]);
    expect(() => parseValue(field('int'), 'in', '1,,2')).toThrow('expected an integer');
    expect(() => parseValue(field('int'), 'in', '1,x')).toThrow('expected an integer');
  });

  it('takes 1,000 values and refuses one more', () => {
    expect(parseValue(field('int'), 'in', thousandAndOne.slice(1).join(','))).toHaveLength(maxInValues);
    expect(() => parseValue(field('int'), 'in', thousandAndOne.join(','))).toThrow(
      'at most 1000 values, got 1001',
    );
  });
});

describe('splitList and joinList', () => {
  it.each([
    ['', []],
    ['a', ['a']],
    ['a,b', ['a', 'b']],
    ['a\\,b', ['a,b']],
    ['a\\\\,b', ['a\\', 'b']],
    ['a\\\\\\,b', ['a\\,b']],
    [',', ['', '']],
    ['a,', ['a', '']],
    [' a , b ', [' a ', ' b ']],
    ['a\\', ['a\\']],
    ['a\\n', ['a\\n']],
    ['日,😀', ['日', '😀']],
  ])('splits %j', (text, items) => {
    expect(splitList(text)).toEqual(items);
  });

  it('writes one empty value as a list that means the same', () => {
    expect(new Set(splitList(joinList([''])))).toEqual(new Set(['']));
    expect(joinList([])).toBe('');
    expect(joinList(['a,b', 'c\\'])).toBe('a\\,b,c\\\\');
  });
});
