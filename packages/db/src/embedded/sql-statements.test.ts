import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitStatements } from './sql-statements.ts';

function texts(sql: string): string[] {
  return splitStatements(sql).map(({ start, end }) => sql.slice(start, end));
}

describe('splitStatements', () => {
  it.each<[string, string, string[]]>([
    ['statements', 'select 1; select 2 ;', ['select 1', 'select 2']],
    ['nothing', ' ;; -- nothing\n; /* at all */ ', []],
    ['strings', `select 'a;b''c;'; select 2`, [`select 'a;b''c;'`, 'select 2']],
    ['escape strings', String.raw`select E'\';'; select 2`, [String.raw`select E'\';'`, 'select 2']],
    [
      'plain strings, whose backslash is a backslash',
      String.raw`select '\'; select 2`,
      [String.raw`select '\'`, 'select 2'],
    ],
    ['quoted names', 'select 1 as "a;""b;"; select 2', ['select 1 as "a;""b;"', 'select 2']],
    [
      'dollar quotes',
      'do $a$ begin; $$ ; $b$; end $a$; select $1',
      ['do $a$ begin; $$ ; $b$; end $a$', 'select $1'],
    ],
    ['comments', 'select 1 -- a;b\n; /* c; /* d; */ e; */ select 2', ['select 1', 'select 2']],
    [
      'rules',
      'create rule r as on insert to t do (select 1; select 2); select 3',
      ['create rule r as on insert to t do (select 1; select 2)', 'select 3'],
    ],
    [
      'function bodies',
      'create function f() returns int begin atomic select case when true then 1 end; select 2; end; select 3',
      [
        'create function f() returns int begin atomic select case when true then 1 end; select 2; end',
        'select 3',
      ],
    ],
    ['a transaction', 'begin; commit', ['begin', 'commit']],
    ['what is not closed', "select 'a; b", ["select 'a; b"]],
  ])('cuts %s', (_what, sql, expected) => {
    expect(texts(sql)).toEqual(expected);
  });

  it('folds words and unquotes names', () => {
    expect(splitStatements('LISTEN "A""b"')[0]!.tokens).toMatchObject([
      { kind: 'word', value: 'listen' },
      { kind: 'quoted', value: 'A"b' },
    ]);
  });

  it('never fails and never loses its place, whatever the text', () => {
    const piece = fc.constantFrom(
      "'",
      '"',
      '$$',
      '$a$',
      '--',
      '/*',
      '*/',
      ';',
      '\\',
      'E',
      '(',
      ')',
      ' ',
      '\n',
      'x',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string())), (pieces) => {
        const sql = pieces.join('');
        let last = 0;
        for (const { start, end } of splitStatements(sql)) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(sql.length);
          last = end;
        }
      }),
    );
  });
});
