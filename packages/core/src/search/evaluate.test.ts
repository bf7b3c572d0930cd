import { describe, expect, it } from 'vitest';
import { compareCells, matches } from './evaluate.ts';
import { type Parameters, parseQuery } from './parse.ts';
import { logs } from './resources/logs.ts';
import { metrics } from './resources/metrics.ts';

const row = {
  id: 7,
  source: 'API',
  level: 'warn',
  message: 'Connection to 10.0.0.1 was 100%_refused \\ ÄÖ 日本 😀',
  meta: null,
  service: 'shop',
  traceId: null,
  requestId: 'req-1',
  patternId: 3,
  created_at: '2026-01-31T09:00:00.000Z',
  updated_at: '2026-01-31T09:00:00.000Z',
};
const holds = (input: Parameters) => matches(parseQuery(logs, input), row);

describe('matches', () => {
  it.each([
    [{}, true],
    [{ id__eq: '7' }, true],
    [{ id__ne: '7' }, false],
    [{ id__gt: 6, id__lt: 8 }, true],
    [{ id__gte: 7, id__lte: 7 }, true],
    [{ id__in: '' }, false],
    [{ id__in: '5,7' }, true],
    [{ service__in: 'a,shop' }, true],
    [{ service__gt: 'shoo' }, true],
    [{ service__lt: 'shop' }, false],
    [{ level__gte: 'warn' }, true],
    [{ level__gt: 'warn' }, false],
    [{ level__gte: 'info' }, true],
    [{ level__lt: 'error' }, true],
    [{ level__like: 'ar' }, true],
    [{ level__ilike: 'AR' }, true],
    [{ level__startswith: 'wa' }, true],
    [{ message__like: '100%_ref' }, true],
    [{ message__like: '1%0' }, false],
    [{ message__like: 'connection' }, false],
    [{ message__ilike: 'connection' }, true],
    [{ message__ilike: 'äö' }, true],
    [{ message__startswith: 'Connection' }, true],
    [{ message__startswith: 'onnection' }, false],
    [{ message__endswith: '😀' }, true],
    [{ message__like: '\\ ' }, true],
    [{ meta__isnull: 'true' }, true],
    [{ meta__isnull: 'false' }, false],
    [{ meta__isnotnull: 'true' }, false],
    [{ traceId__isnotnull: 'false' }, true],
    [{ traceId__ne: 'x' }, false],
    [{ traceId__eq: 'x' }, false],
    [{ traceId__in: 'x,y' }, false],
    [{ created_at__gte: '2026-01-31T10:00:00+01:00' }, true],
    [{ created_at__gt: '2026-01-31T09:00:00Z' }, false],
    [{ created_at__in: '2026-01-31T09:00,2026-02-01' }, true],
    [{ search: 'CONNECTION refused' }, true],
    [{ search: '"connection refused"' }, false],
    [{ search: 'api' }, true],
    [{ search: '-api' }, false],
    [{ search: 'refused -timeout' }, true],
    [{ search: '%' }, true],
    [{ search: '日本' }, true],
    [{ search: 'shop' }, false],
    [{ search: 'connection', level__gte: 'error' }, false],
  ] as const)('%j is %s', (input, expected) => {
    expect(holds(input)).toBe(expected);
  });

  it('a negated term holds where the searched field is null', () => {
    const query = parseQuery(logs, { search: '-x' });
    expect(matches(query, { ...row, message: 'a', source: null })).toBe(true);
  });
});

describe('compareCells', () => {
  it('orders text by code point, as the collation "C" does', () => {
    const compare = (a: string, b: string) => Math.sign(compareCells(metrics.fields.endpoint, a, b));
    expect(compare('Z', 'a')).toBe(-1);
    expect(compare('a', 'ab')).toBe(-1);
    expect(compare('', 'a')).toBe(-1);
    expect(compare('x', 'x')).toBe(0);
    // U+FF5E sorts below an emoji by code point, above it by UTF-16 unit.
    expect(compare('\uFF5E', '😀')).toBe(-1);
  });
});
