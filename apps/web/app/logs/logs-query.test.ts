import { describe, expect, it } from 'vitest';
import { readScope } from '../range/scope.ts';
import { countsQuery, hasTerms, isByRelevance, isFollowing, linesKey, logsQuery } from './logs-query.ts';

const now = Date.UTC(2026, 10, 24, 12);
const params = (text: string) => new URLSearchParams(text);
const asked = (text: string) => logsQuery(params(text), readScope(params(text), now));
const counted = (text: string) => countsQuery(params(text), readScope(params(text), now));

describe('logsQuery', () => {
  it('names its order, so that a search is newest first and every term must hold', () => {
    expect(asked('search=a b')).toMatchObject({ search: 'a b', order_by: 'created_at' });
    expect(asked('search=a&order_by=relevance')).toMatchObject({ order_by: 'relevance' });
    expect(asked('order=asc')).toMatchObject({ order_by: 'created_at', order: 'asc' });
  });
});

describe('countsQuery', () => {
  it('ends a range that follows the clock now, and leaves out the order', () => {
    expect(counted('range=15m&search=a&order_by=relevance&order=asc&service=shop')).toEqual({
      created_at__gte: '2026-11-24T11:45:00.000Z',
      created_at__lt: '2026-11-24T12:00:00.000Z',
      search: 'a',
      service__eq: 'shop',
    });
  });

  it('keeps the ends that the address names itself', () => {
    expect(counted('from=2017-05-16&to=2017-05-17')).toEqual({
      created_at__gte: '2017-05-16T00:00:00.000Z',
      created_at__lt: '2017-05-17T00:00:00.000Z',
    });
    expect(counted('created_at__lt=2017-05-17')).toMatchObject({ created_at__lt: '2017-05-17' });
  });
});

describe('the order of a search', () => {
  it('is by relevance only when there is something to match', () => {
    expect(isByRelevance(params('order_by=relevance&search=a'))).toBe(true);
    expect(isByRelevance(params('order_by=relevance&search=-a'))).toBe(false);
    expect(isByRelevance(params('search=a'))).toBe(false);
    expect(hasTerms('-a "b c"')).toBe(true);
    expect(hasTerms('  ')).toBe(false);
  });

  it('follows arrivals newest first only', () => {
    expect(isFollowing(params(''))).toBe(true);
    expect(isFollowing(params('order_by=relevance'))).toBe(true);
    expect(isFollowing(params('order_by=relevance&search=a'))).toBe(false);
    expect(isFollowing(params('order=asc'))).toBe(false);
    expect(isFollowing(params('order_by=level'))).toBe(false);
  });
});

describe('linesKey', () => {
  it('is the same for addresses that differ in looks alone', () => {
    const bare = linesKey(params('service=a&level__eq=warn'));
    expect(
      linesKey(params('service=a&level__eq=warn&log=4&columns=time&view=2&facets=hide&chart=show')),
    ).toBe(bare);
    expect(linesKey(params('service=a&level__eq=info'))).not.toBe(bare);
  });
});
