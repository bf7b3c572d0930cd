import type { Field, Resource } from '@apiscope/core/search/fields';
import { operatorsOf } from '@apiscope/core/search/operators';
import type { Parameters } from '@apiscope/core/search/parse';
import fc from 'fast-check';

/** A stored row as the model sees it: its cells by wire name, and whether the list may show it. */
export type ModelRow = {
  readonly cells: Readonly<Record<string, Cell>>;
  readonly isDeleted: boolean;
  /** Deleted, or of another parent than the listed one. */
  readonly hidden: boolean;
};
export type Cell = string | number | boolean | object | null;

/** A list as a caller asks for it, with what the answer must be, told without any of the code under test. */
export type ListCase = {
  readonly parameters: Parameters;
  /** Parameters that must be refused; nothing else of the case holds then. */
  readonly refused: readonly string[];
  readonly holds: (row: ModelRow) => boolean;
  readonly compare: (a: ModelRow, b: ModelRow) => number;
  /** All pages one after the other by cursor, or the page at `offset`. */
  readonly mode:
    | { readonly walk: true; readonly repeatOrder: boolean }
    | { readonly walk: false; readonly offset: number };
  readonly limit: number;
};

type Clause = { readonly name: string; readonly value: unknown; readonly holds: (row: ModelRow) => boolean };

/** Few short pieces, so that random texts often contain, begin or end with one another. */
const pieces = [
  '%',
  '_',
  '\\',
  ',',
  "'",
  '"',
  'a',
  'A',
  'b',
  'é',
  'É',
  'ß',
  'Σ',
  'ς',
  'İ',
  '日',
  '😀',
  '𐐀',
  'ｚ',
  ' ',
  '\n',
  '$1',
  'zz',
];
export const anyText = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.array(fc.constantFrom(...pieces), { maxLength: 4 }).map((parts) => parts.join('')),
  },
  // Long enough to be searched for as a whole.
  { weight: 1, arbitrary: fc.constantFrom('Ident-É1', 'ident-é1', 'ident-é12') },
);
export const anyInteger = fc.oneof(fc.integer({ min: -2, max: 9 }), fc.integer({ min: 0, max: 400 }));
export const anyFloat = fc.constantFrom(-1.5, 0, 0.1, 0.25, 1, 1e-7, 3, 99.99999, 1e21);
const levelNames = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];
export const anyLevel = fc.constantFrom(...levelNames);
const start = Date.UTC(2026, 0, 30, 23, 59, 59, 0);
/** Steps of a third of a second over midnight, so that rows lie in two partitions and many at the same moment. */
export const anyMoment = fc
  .integer({ min: 0, max: 6 })
  .map((step) => new Date(start + step * 333).toISOString());

/** A value of the type, rarely one that no row can have. */
function aValueOf({ type }: Field): fc.Arbitrary<string | number | boolean> {
  switch (type) {
    case 'int':
      return fc.oneof({ weight: 20, arbitrary: anyInteger }, { weight: 1, arbitrary: fc.maxSafeInteger() });
    case 'float':
      return anyFloat;
    case 'timestamp':
      return anyMoment;
    case 'level':
      return anyLevel;
    case 'bool':
      return fc.boolean();
    default:
      return fc.oneof({ weight: 30, arbitrary: anyText }, { weight: 1, arbitrary: fc.constant('a\0') });
  }
}

/** Which of two cells that are not null comes first: numbers by size, moments by time, levels by severity, text by its bytes. */
function compareCells({ type }: Field, a: Cell, b: Cell): number {
  if (type === 'int' || type === 'float') return Number(a) - Number(b);
  if (type === 'timestamp') return Date.parse(String(a)) - Date.parse(String(b));
  if (type === 'level') return levelNames.indexOf(String(a)) - levelNames.indexOf(String(b));
  return Buffer.compare(Buffer.from(String(a)), Buffer.from(String(b)));
}

/** Letter by letter, as a database without any knowledge of words does it. */
const fold = (text: string) => [...text].map((letter) => [...letter.toLowerCase()][0]).join('');

const meanings: Record<string, (cell: Cell, value: never, field: Field) => boolean> = {
  eq: (cell, value, field) => compareCells(field, cell, value) === 0,
  ne: (cell, value, field) => compareCells(field, cell, value) !== 0,
  gt: (cell, value, field) => compareCells(field, cell, value) > 0,
  gte: (cell, value, field) => compareCells(field, cell, value) >= 0,
  lt: (cell, value, field) => compareCells(field, cell, value) < 0,
  lte: (cell, value, field) => compareCells(field, cell, value) <= 0,
  like: (cell, value) => String(cell).split(value).length > 1 || value === '',
  ilike: (cell, value) => fold(String(cell)).split(fold(value)).length > 1 || value === '',
  startswith: (cell, value) =>
    Buffer.from(String(cell)).subarray(0, Buffer.from(value).length).equals(Buffer.from(value)),
  endswith: (cell, value) =>
    fold(String(cell)) !== '' || value === ''
      ? String(cell).slice(String(cell).length - String(value).length) === value
      : false,
};

function clauseOf(resource: Resource): fc.Arbitrary<Clause> {
  const pairs = Object.entries(resource.fields).flatMap(([name, field]) =>
    operatorsOf[field.type].map((op: string) => ({ name, field, op })),
  );
  return fc.constantFrom(...pairs).chain(({ name, field, op }): fc.Arbitrary<Clause> => {
    const parameter = `${name}__${op}`;
    if (op === 'isnull' || op === 'isnotnull')
      return fc.boolean().map((value) => ({
        name: parameter,
        value,
        holds: ({ cells }) => (cells[name] === null) === (value === (op === 'isnull')),
      }));
    if (op === 'in')
      return fc.array(aValueOf(field), { maxLength: 4 }).map((values) => ({
        name: parameter,
        value: listText(values),
        holds: ({ cells }) =>
          cells[name] !== null && values.some((value) => compareCells(field, cells[name]!, value) === 0),
      }));
    const isText = ['like', 'ilike', 'startswith', 'endswith'].includes(op);
    return (isText ? aValueOf({ ...field, type: 'text' }) : aValueOf(field)).map((value) => ({
      name: parameter,
      value,
      holds: ({ cells }) => cells[name] !== null && meanings[op]!(cells[name]!, value as never, field),
    }));
  });
}

/** A list as its grammar writes it; one empty text alone is written twice, which is the same set. */
function listText(values: readonly (string | number | boolean)[]): string {
  const items = values.length === 1 && values[0] === '' ? ['', ''] : values;
  return items.map((value) => String(value).split('\\').join('\\\\').split(',').join('\\,')).join(',');
}

/** A search with terms that all must hold: a searched field has it, or an identifying field is it. */
function searchOf({ searched, identified }: Resource): fc.Arbitrary<Clause> {
  const identifying = identified?.fields ?? [];
  const isSame = (a: string, b: string) => (identified?.column ? fold(a) === fold(b) : a === b);
  const term = fc.record({
    text: anyText.map((text) => text.split('"').join('')).filter((text) => text.trim() !== ''),
    isNegated: fc.boolean(),
  });
  return fc.array(term, { minLength: 1, maxLength: 2 }).map((terms) => ({
    name: 'search',
    value: terms.map(({ text, isNegated }) => `${isNegated ? '-' : ''}"${text}"`).join(' '),
    holds: ({ cells }) =>
      terms.every(({ text, isNegated }) => {
        const has = searched.some((name) => fold(String(cells[name] ?? '')).includes(fold(text)));
        const is = text.length >= 5 && identifying.some((name) => isSame(String(cells[name] ?? ''), text));
        return (has || is) !== isNegated;
      }),
  }));
}

/** Any list of a resource. */
export function listCaseOf(resource: Resource): fc.Arbitrary<ListCase> {
  const sortable = Object.keys(resource.fields).filter((name) => resource.fields[name]!.sortable !== false);
  return fc
    .record({
      clauses: fc.uniqueArray(clauseOf(resource), { selector: ({ name }) => name, maxLength: 3 }),
      search: fc.oneof(
        { weight: 3, arbitrary: fc.constant(null) },
        { weight: 1, arbitrary: searchOf(resource) },
      ),
      by: fc.option(fc.constantFrom(...sortable), { nil: null, freq: 3 }),
      order: fc.constantFrom('asc' as const, 'desc' as const, null),
      limit: fc.oneof(fc.integer({ min: 1, max: 12 }), fc.constant(1_000)),
      mode: fc.oneof(
        {
          weight: 4,
          arbitrary: fc.record({
            walk: fc.constant(false as const),
            offset: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 40 })),
          }),
        },
        { weight: 2, arbitrary: fc.record({ walk: fc.constant(true as const), repeatOrder: fc.boolean() }) },
      ),
    })
    .map(({ clauses, search, order, limit, mode, ...given }) => {
      const all = search === null ? clauses : [...clauses, search];
      // A search without an order of its own is sorted by how well rows match, which is another matter.
      const by = given.by ?? (search === null ? null : resource.defaultOrder.by);
      const sorted = { by: by ?? resource.defaultOrder.by, order: order ?? resource.defaultOrder.direction };
      return {
        parameters: {
          ...Object.fromEntries(all.map(({ name, value }) => [name, value])),
          ...(by !== null && { order_by: by }),
          ...(order !== null && { order }),
        },
        refused: all.filter(({ value }) => String(value).includes('\0')).map(({ name }) => name),
        holds: (row) => all.every(({ holds }) => holds(row)),
        compare: compareBy(resource, sorted),
        // A walk of one row a page would only take longer.
        limit: mode.walk ? 3 + (limit % 8) : limit,
        mode,
      };
    });
}

/** By a field, nulls last either way, then in the same direction by the key, which of an endpoint has its service to it. */
function compareBy(
  { fields, key }: Resource,
  { by, order }: { by: string; order: 'asc' | 'desc' },
): ListCase['compare'] {
  const sign = order === 'asc' ? 1 : -1;
  const ties = key === 'endpoint' ? ['endpoint', 'service'] : [key];
  return ({ cells: a }, { cells: b }) => {
    const tie = ties.map((name) => sign * compareCells(fields[name]!, a[name]!, b[name]!)).find(Boolean) ?? 0;
    const [left, right] = [a[by] ?? null, b[by] ?? null];
    if (left === null || right === null) return left === right ? tie : left === null ? 1 : -1;
    return sign * compareCells(fields[by]!, left, right) || tie;
  };
}
