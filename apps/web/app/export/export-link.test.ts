import { logs } from '@apiscope/core/search/resources/logs';
import { describe, expect, it } from 'vitest';
import { readFilters } from '../search/read-filters.ts';
import { exportLink } from './export-link.ts';

describe('exportLink', () => {
  it('asks for what the list was asked for, without its paging', () => {
    const query = {
      level__gte: 'warn',
      meta__isnull: false,
      id__gt: 5,
      order: 'asc',
      limit: 50,
      offset: 100,
      cursor: 'x',
    };
    expect(exportLink('/logs/export', query, 'csv')).toBe(
      '/logs/export?format=csv&level__gte=warn&meta__isnull=false&id__gt=5&order=asc',
    );
    expect(exportLink('/replay/export', { service: undefined }, 'har')).toBe('/replay/export?format=har');
  });

  it('keeps every filter of an address as it stands there', () => {
    const params = new URLSearchParams(
      'message__ilike=a%26b%3D%2B%20c&service__in=a%5C%2Cb,c&search="x y" -z&id__in=1,2',
    );
    const link = new URL(exportLink('/logs/export', readFilters(logs, params), 'ndjson'), 'http://x');
    expect([...link.searchParams].sort()).toEqual([...params, ['format', 'ndjson']].sort());
  });
});
