import type { ListQuery } from '@apiscope/core/search/filter';
import { parseListQuery } from '@apiscope/core/search/parse';
import { printQuery } from '@apiscope/core/search/print';
import { listCaseOf } from '@apiscope/db/testing/list-case';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { decodeParameters } from '../http/decode-parameters.ts';
import { type ListDoor, listDoors } from '../testing/list-doors.ts';

const lists = listDoors().filter(({ kind }) => kind === 'list');
const schemas = new Map(
  lists.map(({ template, shape }) => [template, z.strictObject(shape as z.ZodRawShape)]),
);

/** What a typed caller, tRPC, asks for. */
function readInput({ resource, template }: ListDoor, input: object): ListQuery {
  const id = template.includes('{id}') ? { id: 7 } : {};
  return parseListQuery(resource, schemas.get(template)!.parse({ ...id, ...input }));
}

/** What an address asks for, as the REST door reads it. */
function readUrl(door: ListDoor, parameters: URLSearchParams): ListQuery {
  const { searchParams } = new URL(`http://x/?${parameters}`);
  return readInput(door, decodeParameters(door.shape, { path: {}, query: searchParams }));
}

describe('one query, whichever way it comes in', () => {
  it.each(lists)(
    '$template: the address, the typed input and what is printed of either say the same',
    (door) => {
      const cases = listCaseOf(door.resource).filter(({ refused }) => refused.length === 0);
      const page = fc.record(
        {
          limit: fc.integer({ min: 1, max: 1_000 }),
          offset: fc.maxSafeNat(),
          cursor: fc.base64String({ maxLength: 40 }),
        },
        { requiredKeys: [] },
      );
      fc.assert(
        fc.property(cases, page, ({ parameters }, page) => {
          const input: Record<string, unknown> = { ...parameters, ...page };
          const typed = readInput(door, input);
          const texts = Object.entries(input).map(([name, value]) => [name, String(value)]);
          expect(readUrl(door, new URLSearchParams(texts))).toEqual(typed);

          const printed = printQuery(typed);
          printed.set('limit', String(typed.limit));
          printed.set('offset', String(typed.offset));
          if (typed.cursor !== null) printed.set('cursor', typed.cursor);
          if (typed.explicit.orderBy) printed.set('order_by', typed.orderBy);
          if (typed.explicit.order) printed.set('order', typed.order);
          expect(readUrl(door, printed)).toEqual(typed);
        }),
        { numRuns: 200 },
      );
    },
  );

  const users = lists.find(({ template }) => template === '/api/v1/users')!;
  const filterOf = (query: string) => {
    const { filter, search } = readUrl(users, new URLSearchParams(query));
    return [...filter.map(({ field, op, value }) => [field, op, value]), ...search.map(({ text }) => text)];
  };

  it.each<[string, unknown[]]>([
    ['', []],
    ['name__eq=', [['name', 'eq', '']]],
    ['name__like=', [['name', 'like', '']]],
    ['name__in=', [['name', 'in', []]]],
    ['id__in=', [['id', 'in', []]]],
    ['name__in=,', [['name', 'in', ['', '']]]],
    ['name__in=a%5C,b,c%5C%5C', [['name', 'in', ['a,b', 'c\\']]]],
    ['name__in=a%2Cb', [['name', 'in', ['a', 'b']]]],
    ['name__eq=a+b', [['name', 'eq', 'a b']]],
    ['name__eq=a%2Bb', [['name', 'eq', 'a+b']]],
    ['name__eq=%25', [['name', 'eq', '%']]],
    ['name__eq=1', [['name', 'eq', '1']]],
    ['age__eq=%2B7', [['age', 'eq', 7]]],
    ['age__eq=7.0', [['age', 'eq', 7]]],
    ['age__isnull=false', [['age', 'isnull', false]]],
    ['created_at__lt=2026-01-31T10:00:00+02:00', [['created_at', 'lt', '2026-01-31T08:00:00.000Z']]],
    ['search=', []],
    ['search=%22a+b%22+-', ['a b']],
    [
      'age__gte=3&age__lt=5',
      [
        ['age', 'gte', 3],
        ['age', 'lt', 5],
      ],
    ],
  ])('?%s', (query, said) => {
    expect(filterOf(query)).toEqual(said);
  });

  it.each(['age__eq=1&age__eq=1', 'limit=1&limit=2', 'cursor=a&cursor=b', 'order=asc&order=asc'])(
    'refuses ?%s',
    (query) => {
      expect(() => filterOf(query)).toThrow(/given more than once/);
    },
  );

  it.each([
    'age__eq=',
    'age__in=1,',
    'age__isnull=',
    'limit=',
    'offset=',
    'order=',
    'order_by=',
    'created_at__gte=',
  ])('refuses the empty value of ?%s', (query) => {
    expect(() => filterOf(query)).toThrow();
  });
});
