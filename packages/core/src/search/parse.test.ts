import { describe, expect, it } from 'vitest';
import { AppError } from '../errors.ts';
import { parseFilter, parseListQuery, parseQuery } from './parse.ts';
import { logs } from './resources/logs.ts';
import { users } from './resources/users.ts';

function issuesOf(run: () => unknown) {
  try {
    run();
  } catch (error) {
    if (error instanceof AppError) return { code: error.code, message: error.message, issues: error.issues };
    throw error;
  }
  return null;
}

describe('parseFilter', () => {
  it('reads every field__op in the order given and leaves the rest to the caller', () => {
    const input = {
      limit: 5,
      level__gte: 'warn',
      service: 'shop',
      search: 'x',
      message__ilike: 'time',
      id__in: '1,2',
      meta__isnull: undefined,
    };
    expect(parseFilter(logs, input)).toEqual([
      { field: 'level', op: 'gte', value: 'warn' },
      { field: 'message', op: 'ilike', value: 'time' },
      { field: 'id', op: 'in', value: [1, 2] },
    ]);
  });

  it('splits at the last __, as field names may hold one underscore', () => {
    expect(parseFilter(users, { created_at__gte: '2026-01-31', updated_at__isnotnull: 'true' })).toEqual([
      { field: 'created_at', op: 'gte', value: '2026-01-31T00:00:00.000Z' },
      { field: 'updated_at', op: 'isnotnull', value: true },
    ]);
  });

  it('names every parameter at fault at once', () => {
    const failure = issuesOf(() =>
      parseFilter(users, { age__gt: 'old', nick__eq: 'x', age__near: 3, name__eq: 'fine' }),
    );
    expect(failure?.code).toBe('BAD_REQUEST');
    expect(failure?.issues?.map(({ path }) => path)).toEqual(['age__gt', 'nick__eq', 'age__near']);
    expect(failure?.message).toContain('age__gt: expected an integer');
    expect(failure?.message).toContain('unknown operator near');
  });

  it('does not stumble over names of Object', () => {
    const input = JSON.parse('{"__proto____eq": "x", "constructor__eq": "y", "hasOwnProperty__in": "z"}');
    expect(issuesOf(() => parseFilter(users, input))?.issues).toHaveLength(3);
  });
});

describe('parseQuery', () => {
  it.each(['a\0b', '\udfff'])('refuses the search %j, naming search', (search) => {
    expect(issuesOf(() => parseQuery(users, { search }))?.issues?.map(({ path }) => path)).toEqual([
      'search',
    ]);
  });

  it('reads search into terms', () => {
    expect(parseQuery(users, { search: 'ann -bob' }).search).toEqual([
      { text: 'ann', negated: false },
      { text: 'bob', negated: true },
    ]);
  });
});

describe('parseListQuery', () => {
  it('has the defaults of the resource', () => {
    expect(parseListQuery(logs, {})).toMatchObject({
      orderBy: 'created_at',
      order: 'desc',
      limit: 20,
      offset: 0,
      cursor: null,
      explicit: { orderBy: false, order: false },
      filter: [],
      search: [],
    });
  });

  it('takes what is given', () => {
    const input = { order_by: 'level', order: 'asc', limit: 7, offset: 3, cursor: 'abc' };
    expect(parseListQuery(logs, input)).toMatchObject({
      orderBy: 'level',
      order: 'asc',
      limit: 7,
      offset: 3,
      cursor: 'abc',
      explicit: { orderBy: true, order: true },
    });
    expect(parseListQuery(logs, { order: 'desc' })).toMatchObject({
      orderBy: 'created_at',
      explicit: { orderBy: false, order: true },
    });
  });
});
