import { describe, expect, it } from 'vitest';
import { AppError } from '../errors.ts';
import type { Resource } from '../search/fields.ts';
import { listInput } from '../search/list-input.ts';
import { type Operator, operatorsOf } from '../search/operators.ts';
import { resources } from '../search/resources.ts';
import { parseView, parseViewChanges } from './parse-view.ts';
import { type CreateViewInput, createViewInput, type ResourceName, viewLimits } from './schema.ts';

const parse = (input: Partial<CreateViewInput>) => parseView({ name: 'mine', resource: 'logs', ...input });

/** What a view is refused for: `path: message` of every issue. */
function refusal(input: Partial<CreateViewInput>): string[] {
  try {
    parse(input);
  } catch (error) {
    if (error instanceof AppError && error.code === 'BAD_REQUEST')
      return error.issues?.map(({ path, message }) => `${path}: ${message}`) ?? [];
    throw error;
  }
  return [];
}

describe('the filter of a view', () => {
  it('reads the same from a query string as from an object, in the types of the fields', () => {
    const expected = { search: 'a "b c"', order: 'asc', statusCode__gte: 500, requestId__isnull: true };
    const text = '?search=a+%22b+c%22&order=asc&statusCode__gte=500&requestId__isnull=true';
    expect(parse({ resource: 'snapshots', filter: text }).filter).toEqual(expected);
    expect(parse({ resource: 'snapshots', filter: expected }).filter).toEqual(expected);
  });

  it('writes lists and moments in the one form', () => {
    expect(
      parse({
        filter: { source__in: ['a,b', 'c'], id__in: [2, 1], created_at__gte: '2026-01-31T10:00+01:00' },
      }).filter,
    ).toEqual({ source__in: 'a\\,b,c', id__in: '2,1', created_at__gte: '2026-01-31T09:00:00.000Z' });
  });

  it('takes any order that the list takes', () => {
    for (const order_by of ['created_at', 'relevance'])
      expect(parse({ filter: { order_by } }).filter).toEqual({ order_by });
    expect(refusal({ resource: 'jobs', filter: { order_by: 'relevance' } })).toHaveLength(1);
  });

  it('drops an empty search, and keeps an empty text and an empty list', () => {
    expect(parse({ filter: 'search=&message__ilike=&service__in=' }).filter).toEqual({
      message__ilike: '',
      service__in: '',
    });
  });

  it.each<Partial<CreateViewInput> & { at: RegExp }>([
    { filter: { nope__eq: 1 }, at: /^filter\.nope__eq: unknown field nope; logs has id, / },
    { filter: { level__near: 'warn' }, at: /^filter\.level__near: unknown operator near/ },
    { filter: { id__like: '1' }, at: /^filter\.id__like: like does not apply to id/ },
    { filter: { level__gte: 'loud' }, at: /^filter\.level__gte: expected one of trace, / },
    { filter: { deleted_at__isnull: true }, at: /^filter\.deleted_at__isnull: unknown field/ },
    { filter: 'limit=5', at: /^filter\.limit: unknown parameter$/ },
    { filter: 'cursor=abc', at: /^filter\.cursor: unknown parameter$/ },
    { filter: 'range=7d', at: /^filter\.range: unknown parameter$/ },
    { filter: 'level__gte=warn&level__gte=error', at: /^filter\.level__gte: given more than once$/ },
    { filter: { order_by: 'message' }, at: /^filter\.order_by: expected one of id, / },
    { filter: { order: 'up' }, at: /^filter\.order: expected one of asc, desc$/ },
    { filter: { search: 7 }, at: /^filter\.search: expected text/ },
    { filter: { search: 'x'.repeat(501) }, at: /^filter\.search: expected text of at most 500/ },
    { filter: { search: 'a\0b' }, at: /^filter\.search: .*NUL/ },
    { filter: { message__eq: 'a\0b' }, at: /^filter\.message__eq: .*NUL/ },
    { filter: { message__eq: 'é'.repeat(1_400) }, at: /^filter: at most 8000 characters/ },
    { columns: ['level', 'embedding'], at: /^columns\.1: unknown field embedding; logs has id, / },
    { columns: ['toString'], at: /^columns\.0: unknown field toString/ },
    { columns: ['level', 'level'], at: /^columns\.1: level is given twice$/ },
  ])('is refused by name: $at', ({ at, ...input }) => {
    expect(refusal(input)).toEqual([expect.stringMatching(at)]);
  });

  it('names everything that is wrong at once', () => {
    expect(
      refusal({ filter: 'a=1&b__eq=2&id__eq=x', columns: ['c'] }).map((line) => line.split(':')[0]),
    ).toEqual(['filter.a', 'filter.b__eq', 'filter.id__eq', 'columns.0']);
  });

  it(`takes as many as ${viewLimits.filter} characters`, () => {
    const filter = { message__eq: 'x'.repeat(viewLimits.filter - 'message__eq='.length) };
    expect(parse({ filter }).filter).toEqual(filter);
    expect(refusal({ filter: { message__eq: `${filter.message__eq}x` } })).toHaveLength(1);
  });
});

const values: Record<string, string | number> = {
  int: 7,
  float: 1.5,
  text: 'a, b',
  timestamp: '2026-01-31T09:00:00.000Z',
  level: 'warn',
};

describe.each<Resource>(Object.values(resources))('a view of $name', (resource) => {
  const list = listInput(resource);
  const filter = Object.fromEntries(
    Object.entries(resource.fields).flatMap(([name, { type }]) =>
      operatorsOf[type].map((op: Operator) => [`${name}__${op}`, sampleOf(type, op)]),
    ),
  );

  it('holds any filter, which its list takes as it comes out', () => {
    for (const [name, value] of Object.entries(filter)) {
      const saved = parse({ resource: resource.name as ResourceName, filter: { [name]: value } }).filter;
      expect(saved).toEqual({ [name]: value });
      expect(list.safeParse(saved).error?.issues).toBeUndefined();
    }
  });

  it('holds any of its fields as a column', () => {
    const columns = Object.keys(resource.fields);
    expect(parse({ resource: resource.name as ResourceName, columns }).columns).toEqual(columns);
  });
});

function sampleOf(type: string, op: Operator) {
  if (op === 'isnull' || op === 'isnotnull') return true;
  if (op === 'in') return type === 'text' ? 'a\\, b' : String(values[type]);
  return values[type]!;
}

describe('the rest of a view', () => {
  const issues = (input: object) =>
    createViewInput
      .safeParse({ name: 'mine', resource: 'logs', ...input })
      .error?.issues.map(({ path }) => path.join('.'));

  it.each(['15m', '1h', '6h', '24h', '7d', '30d'] as const)('may cover the last %s', (range) => {
    expect(parse({ range }).range).toBe(range);
    expect(issues({ range })).toBeUndefined();
  });

  it('covers two moments, without a zone in UTC', () => {
    expect(parse({ range: { from: '2026-01-31', to: '2026-01-31T10:00+01:00' } }).range).toEqual({
      from: '2026-01-31T00:00:00.000Z',
      to: '2026-01-31T09:00:00.000Z',
    });
  });

  it.each([
    [{ range: '2h' }, 'range'],
    [{ range: {} }, 'range'],
    [{ range: { from: '2026-01-31' } }, 'range'],
    [{ range: { from: '2026-01-31', to: '2026-01-31' } }, 'range.to'],
    [{ range: { from: '2026-02-30', to: '2026-03-01' } }, 'range.from'],
    [{ name: ' ' }, 'name'],
    [{ name: 'x'.repeat(201) }, 'name'],
    [{ name: 'a\0b' }, 'name'],
    [{ name: 'a\ud800' }, 'name'],
    [{ service: '' }, 'service'],
    [{ resource: 'log' }, 'resource'],
    [{ filter: 7 }, 'filter'],
    [{ columns: 'level' }, 'columns'],
  ])('is refused when it is %j', (input, path) => {
    expect(issues(input)).toEqual([path]);
  });

  it('is empty where nothing is said, and a change says nothing of what it leaves out', () => {
    expect(parse({})).toEqual({
      name: 'mine',
      resource: 'logs',
      filter: {},
      columns: [],
      range: null,
      service: null,
    });
    expect(parseViewChanges('logs', {})).toEqual({});
    expect(parseViewChanges('logs', { range: null, service: null, filter: '' })).toEqual({
      range: null,
      service: null,
      filter: {},
    });
  });
});
