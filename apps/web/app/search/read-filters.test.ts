import { logs } from '@apiscope/core/search/resources/logs';
import { snapshots } from '@apiscope/core/search/resources/snapshots';
import { describe, expect, it } from 'vitest';
import { readFilters, readId, readOffset } from './read-filters.ts';

const read = (text: string) => readFilters(snapshots, new URLSearchParams(text));

describe('readFilters', () => {
  it('gives values the type of their field', () => {
    expect(
      read('statusCode__gte=500&duration__lt=1.5&statusCode__in=500,503&requestId__isnull=true'),
    ).toEqual({
      statusCode__gte: 500,
      duration__lt: 1.5,
      statusCode__in: '500,503',
      requestId__isnull: true,
    });
  });

  it('leaves mistakes as they are, so that the API can name them', () => {
    expect(read('statusCode__gte=abc&requestId__isnull=maybe&nope__eq=1&__proto____eq=1')).toEqual({
      statusCode__gte: 'abc',
      requestId__isnull: 'maybe',
      nope__eq: '1',
      __proto____eq: '1',
    });
  });

  it('keeps text that looks like a number, and takes search and order along', () => {
    expect(
      readFilters(logs, new URLSearchParams('message__like=42&search=a b&order=asc&range=7d&log=3')),
    ).toEqual({
      message__like: '42',
      search: 'a b',
      order: 'asc',
    });
  });
});

describe('readOffset and readId', () => {
  it('ignore what is no page and no id', () => {
    const params = new URLSearchParams('page=3&log=12&job=-4&snapshot=x');
    expect(readOffset(params, 50)).toBe(100);
    expect(readOffset(new URLSearchParams('page=0'), 50)).toBe(0);
    expect([
      readId(params, 'log'),
      readId(params, 'job'),
      readId(params, 'snapshot'),
      readId(params, 'none'),
    ]).toEqual([12, null, null, null]);
  });
});
