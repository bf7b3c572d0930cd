import type { Page } from '@apiscope/core/page';
import { describe, expect, it } from 'vitest';
import type { LogRow } from './log-row.ts';
import { mostRows, startTail, stepTail } from './tail-rows.ts';

const row = (id: number): LogRow => ({
  id,
  created_at: new Date(id * 1_000).toISOString(),
  updated_at: '',
  source: 's',
  level: 'info',
  message: '',
  service: 'default',
  traceId: null,
  requestId: null,
  patternId: null,
});
const rows = (...ids: number[]) => ids.map(row);
const page = (data: LogRow[], nextCursor: string | null): Page<LogRow> => ({
  data,
  metadata: { limit: 200, offset: 0, total: data.length, totalIsCapped: false, nextCursor },
});
const ids = (list: LogRow[]) => list.map(({ id }) => id);

describe('the tail', () => {
  it('shows arrivals at once while nobody looks elsewhere', () => {
    const tail = stepTail(startTail(page(rows(2, 1), 'c')), { kind: 'arrive', rows: rows(3), isHeld: false });
    expect(ids(tail.rows)).toEqual([3, 2, 1]);
    expect(tail.heldCount).toBe(0);
  });

  it('holds arrivals back, counts each once, and shows them on resume', () => {
    let tail = startTail(page(rows(2, 1), 'c'));
    const before = tail.rows;
    tail = stepTail(tail, { kind: 'arrive', rows: rows(3, 4), isHeld: true });
    tail = stepTail(tail, { kind: 'arrive', rows: rows(4, 2), isHeld: true });
    expect(tail.rows).toBe(before);
    expect(tail).toMatchObject({ heldCount: 2, total: 4, arrived: 2 });
    tail = stepTail(tail, { kind: 'resume' });
    expect(ids(tail.rows)).toEqual([4, 3, 2, 1]);
    expect(tail.heldCount).toBe(0);
  });

  it('asks for a fresh page when more was held back than it keeps', () => {
    const many = Array.from({ length: 5_001 }, (_, index) => row(index + 10));
    const tail = stepTail(startTail(page(rows(1), 'c')), { kind: 'arrive', rows: many, isHeld: true });
    expect(tail).toMatchObject({ isBroken: true, heldCount: 5_001, held: [] });
  });

  it('keeps a bound, and then knows that older lines cannot follow', () => {
    const all = Array.from({ length: mostRows }, (_, index) => row(mostRows - index));
    const full = startTail(page(all, 'c'));
    const tail = stepTail(full, { kind: 'arrive', rows: rows(mostRows + 1), isHeld: false });
    expect(tail.rows).toHaveLength(mostRows);
    expect(tail.rows[0]?.id).toBe(mostRows + 1);
    expect(tail).toMatchObject({ cursor: null, total: mostRows + 1 });
  });

  it('appends older lines below', () => {
    const tail = stepTail(startTail(page(rows(4, 3), 'c')), {
      kind: 'further',
      page: page(rows(2, 1), null),
      isFollowing: true,
    });
    expect(ids(tail.rows)).toEqual([4, 3, 2, 1]);
    expect(tail.cursor).toBeNull();
  });

  it('appends further pages as they come where the order is another than newest first', () => {
    const tail = stepTail(startTail(page(rows(1, 2), 'c')), {
      kind: 'further',
      page: page(rows(3, 4), 'd'),
      isFollowing: false,
    });
    expect(ids(tail.rows)).toEqual([1, 2, 3, 4]);
    expect(tail.cursor).toBe('d');
  });

  it('goes on looking through an empty page, and counts what that finds', () => {
    const search = (searchedBackTo: string | null) => ({ exact: 0, corrections: [], searchedBackTo });
    const first = page([], 'c');
    let tail = startTail({ ...first, metadata: { ...first.metadata, search: search('b') } });
    const next = page([], 'd');
    tail = stepTail(tail, {
      kind: 'further',
      page: { ...next, metadata: { ...next.metadata, totalIsCapped: true, search: search('a') } },
      isFollowing: false,
    });
    expect(tail).toMatchObject({ cursor: 'd', total: 0, isCapped: true, search: { searchedBackTo: 'a' } });
    tail = stepTail(tail, { kind: 'further', page: page(rows(9), null), isFollowing: false });
    expect(tail).toMatchObject({ cursor: null, total: 1, isCapped: false });
    expect(tail.search).toBeUndefined();
  });
});
