import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { levels } from '../logs/level.ts';
import type { Resource } from './fields.ts';
import type { Condition, SearchTerm } from './filter.ts';
import { type Operator, operatorsOf } from './operators.ts';
import { parseQuery } from './parse.ts';
import { printQuery } from './print.ts';
import { resources } from './resources.ts';
import { parseSearch, printSearch } from './terms.ts';
import { printTimestamp } from './timestamp.ts';
import { joinList, splitList } from './values.ts';

/** Any text that PostgreSQL can hold, with the characters that matter to the grammar often. */
const text = fc
  .array(
    fc.oneof(
      fc.constantFrom(',', '\\', '%', '_', '"', '-', '+', '&', '=', ' ', '😀', '日'),
      fc.string({ unit: 'binary', maxLength: 3 }),
    ),
  )
  .map((parts) => parts.join('').replaceAll('\0', ''));

const scalarOf = {
  int: fc.maxSafeInteger(),
  float: fc
    .double({ noNaN: true, noDefaultInfinity: true })
    .map((value) => (Object.is(value, -0) ? 0 : value)),
  text,
  json: text,
  bool: fc.boolean(),
  level: fc.constantFrom(...levels),
  timestamp: fc.integer({ min: Date.UTC(1990, 0, 1), max: Date.UTC(2099, 0, 1) }).map(printTimestamp),
};

function conditionOf(resource: Resource): fc.Arbitrary<Condition> {
  const pairs = Object.entries(resource.fields).flatMap(([name, field]) =>
    operatorsOf[field.type].map((op: Operator) => ({ name, field, op })),
  );
  return fc.constantFrom(...pairs).chain(({ name, field, op }) => {
    const scalar: fc.Arbitrary<string | number | boolean> = scalarOf[field.type];
    const value: fc.Arbitrary<Condition['value']> =
      op === 'isnull' || op === 'isnotnull'
        ? fc.boolean()
        : op === 'in'
          ? fc
              .array(scalar as fc.Arbitrary<string | number>, { maxLength: 5 })
              .filter((items) => !(items.length === 1 && items[0] === ''))
          : ['like', 'ilike', 'startswith', 'endswith'].includes(op)
            ? text
            : scalar;
    return value.map((it) => ({ field: name, op, value: it }));
  });
}

const term: fc.Arbitrary<SearchTerm> = fc.record({
  text: text.map((it) => it.replaceAll('"', '')).filter((it) => it.trim() !== ''),
  negated: fc.boolean(),
  quoted: fc.constant(true as const),
});

describe('printQuery', () => {
  it.each<Resource>(Object.values(resources))(
    '$name: a URL reads back to the query it was written from',
    (resource) => {
      const query = fc.record({
        filter: fc.uniqueArray(conditionOf(resource), {
          selector: ({ field, op }) => `${field}__${op}`,
          maxLength: 6,
        }),
        search: fc.array(term, { maxLength: 4 }),
      });
      fc.assert(
        fc.property(query, ({ filter, search }) => {
          const url = new URL(`http://x/?${printQuery({ filter, search })}`);
          const read = parseQuery(resource, Object.fromEntries(url.searchParams));
          expect(read.filter).toEqual(filter);
          expect(read.search).toEqual(search);
        }),
        { numRuns: 300 },
      );
    },
  );
});

describe('lists and terms', () => {
  it('a list reads back to its items', () => {
    const items = fc.array(text, { maxLength: 8 }).filter((it) => !(it.length === 1 && it[0] === ''));
    fc.assert(
      fc.property(items, (list) => {
        expect(splitList(joinList(list))).toEqual(list);
      }),
    );
  });

  it('any text splits into a list that joins to an equal list', () => {
    fc.assert(
      fc.property(text, (raw) => {
        const items = splitList(raw);
        expect(new Set(splitList(joinList(items)))).toEqual(new Set(items));
      }),
    );
  });

  it('any search reads to terms that print to the same terms', () => {
    fc.assert(
      fc.property(text, (raw) => {
        const terms = parseSearch(raw);
        expect(parseSearch(printSearch(terms))).toEqual(terms);
      }),
    );
  });
});
