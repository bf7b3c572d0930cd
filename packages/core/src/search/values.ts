import { levels } from '../logs/level.ts';
import type { Field } from './fields.ts';
import type { FilterValue } from './filter.ts';
import type { Operator } from './operators.ts';
import { parseTimestamp, printTimestamp } from './timestamp.ts';

/** Most values that `in` takes. */
export const maxInValues = 1_000;

/** A value that does not fit its field; the caller adds the parameter's name. */
export class ValueError extends Error {}

const textOperators = new Set<Operator>(['like', 'ilike', 'startswith', 'endswith']);

/**
 * Reads the value of `field__op` from text, or from the typed value a tRPC caller sent.
 * @throws ValueError saying what was expected.
 */
export function parseValue(field: Field, op: Operator, raw: unknown): FilterValue {
  if (op === 'isnull' || op === 'isnotnull') return parseBoolean(raw);
  if (op === 'in') return parseIn(field, raw);
  if (textOperators.has(op)) return parseText(raw);
  return field.type === 'bool' ? parseBoolean(raw) : parseScalar(field, raw);
}

function parseIn(field: Field, raw: unknown): (string | number)[] {
  const items = Array.isArray(raw) ? raw : splitList(parseText(raw));
  if (items.length > maxInValues) throw new ValueError(`at most ${maxInValues} values, got ${items.length}`);
  return items.map((item) => parseScalar(field, item));
}

function parseScalar(field: Field, raw: unknown): string | number {
  switch (field.type) {
    case 'int':
      return parseInteger(raw);
    case 'float':
      return parseFloatStrict(raw);
    case 'timestamp':
      return parseDate(raw);
    case 'level':
      return parseLevel(raw);
    default:
      return parseText(raw);
  }
}

function parseBoolean(raw: unknown): boolean {
  if (raw === true || raw === 'true') return true;
  if (raw === false || raw === 'false') return false;
  throw new ValueError('expected true or false');
}

function parseInteger(raw: unknown): number {
  const number = typeof raw === 'string' && /^[+-]?\d{1,16}$/.test(raw.trim()) ? Number(raw) : raw;
  if (typeof number === 'number' && Number.isSafeInteger(number)) return number;
  throw new ValueError('expected an integer');
}

function parseFloatStrict(raw: unknown): number {
  const number =
    typeof raw === 'string' && /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(raw.trim()) ? Number(raw) : raw;
  if (typeof number === 'number' && Number.isFinite(number)) return number;
  throw new ValueError('expected a number');
}

function parseDate(raw: unknown): string {
  const epochMs = typeof raw === 'string' ? parseTimestamp(raw) : null;
  if (epochMs === null) throw new ValueError('expected an ISO-8601 date, for example 2026-01-31T09:00:00Z');
  return printTimestamp(epochMs);
}

function parseLevel(raw: unknown): string {
  const level = levels.find((name) => name === raw);
  if (!level) throw new ValueError(`expected one of ${levels.join(', ')}`);
  return level;
}

function parseText(raw: unknown): string {
  if (typeof raw !== 'string') throw new ValueError('expected text');
  if (raw.includes('\0')) throw new ValueError('a NUL character cannot be stored, so nothing can match it');
  if (/\p{Surrogate}/u.test(raw)) throw new ValueError('a lone surrogate is not valid Unicode text');
  return raw;
}

/** Splits a comma separated list; `\,` is a comma and `\\` a backslash inside a value, empty text is an empty list. */
export function splitList(text: string): string[] {
  if (text === '') return [];
  const items: string[] = [];
  let item = '';
  for (let at = 0; at < text.length; at++) {
    const [char, next] = [text[at], text[at + 1]];
    if (char === '\\' && (next === ',' || next === '\\')) item += text[++at];
    else if (char === ',') {
      items.push(item);
      item = '';
    } else item += char;
  }
  return [...items, item];
}

/** The inverse of {@link splitList}; a list of one empty value is written as `,`, which means the same set. */
export function joinList(items: readonly (string | number)[]): string {
  if (items.length === 1 && items[0] === '') return ',';
  return items.map((item) => String(item).replace(/[\\,]/g, '\\$&')).join(',');
}
