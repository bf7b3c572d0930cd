import { minIdentifierLength } from '../logs/identifiers.ts';
import { type Level, severityOf } from '../logs/level.ts';
import type { Field, Resource } from './fields.ts';
import type { Condition, Query, SearchTerm } from './filter.ts';
import { foldCase } from './fold-case.ts';

/** A row as it looks on the wire. */
export type WireRow = { readonly [field: string]: unknown };

/** Whether a wire row is in the result of the query: the same answer as the SQL that the filter compiles to. */
export function matches(query: Query, row: WireRow): boolean {
  return (
    query.filter.every((condition) =>
      holds(query.resource.fields[condition.field]!, condition, row[condition.field]),
    ) && query.search.every((term) => termHolds(query.resource, term, row))
  );
}

function termHolds({ searched, identified }: Resource, { text, negated }: SearchTerm, row: WireRow): boolean {
  const needle = foldCase(text);
  const cell = (field: string): string => String(row[field] ?? '');
  const isIdentifier = (field: string): boolean =>
    identified?.column ? foldCase(cell(field)) === needle : cell(field) === text;
  const found =
    searched.some((field) => foldCase(cell(field)).includes(needle)) ||
    (text.length >= minIdentifierLength && (identified?.fields.some(isIdentifier) ?? false));
  return found !== negated;
}

function holds(field: Field, { op, value }: Condition, cell: unknown): boolean {
  const isNull = cell === null || cell === undefined;
  if (op === 'isnull') return isNull === value;
  if (op === 'isnotnull') return isNull !== value;
  if (isNull) return false;
  switch (op) {
    case 'in':
      return (value as readonly (string | number)[]).some((item) => compareCells(field, cell, item) === 0);
    case 'like':
      return String(cell).includes(String(value));
    case 'ilike':
      return foldCase(String(cell)).includes(foldCase(String(value)));
    case 'startswith':
      return String(cell).startsWith(String(value));
    case 'endswith':
      return String(cell).endsWith(String(value));
    case 'eq':
      return compareCells(field, cell, value) === 0;
    case 'ne':
      return compareCells(field, cell, value) !== 0;
    case 'gt':
      return compareCells(field, cell, value) > 0;
    case 'gte':
      return compareCells(field, cell, value) >= 0;
    case 'lt':
      return compareCells(field, cell, value) < 0;
    case 'lte':
      return compareCells(field, cell, value) <= 0;
  }
}

/** Orders two non-null cells of a field: numbers and severities by size, dates by time, text by code point. */
export function compareCells(field: Field, a: unknown, b: unknown): number {
  switch (field.type) {
    case 'int':
    case 'float':
      return Number(a) - Number(b);
    case 'timestamp':
      return Date.parse(String(a)) - Date.parse(String(b));
    case 'level':
      return severityOf[a as Level] - severityOf[b as Level];
    default:
      return compareCodePoints(String(a), String(b));
  }
}

/** Orders text by Unicode code point, which is the byte order of UTF-8 and PostgreSQL's collation "C". */
function compareCodePoints(a: string, b: string): number {
  const [left, right] = [a[Symbol.iterator](), b[Symbol.iterator]()];
  for (;;) {
    const [x, y] = [left.next(), right.next()];
    if (x.done || y.done) return Number(y.done ?? false) - Number(x.done ?? false);
    if (x.value !== y.value) return x.value.codePointAt(0)! - y.value.codePointAt(0)!;
  }
}
