import { describe, expect, it } from 'vitest';
import { type ReadSlice, walkPages } from './walk-pages.ts';

/** A list of rows of some width, paged as the database pages it, that notes what it was asked for. */
function listOf(widths: number[]) {
  const asked: number[] = [];
  const read: ReadSlice<number> = async ({ limit, cursor }, { countTotal, maxBytes }) => {
    expect([countTotal, limit > 0]).toEqual([false, true]);
    asked.push(limit);
    const start = Number(cursor ?? 0);
    const data: number[] = [];
    let bytes = 0;
    for (let n = start; n < widths.length && data.length < limit && bytes < maxBytes!; n++) {
      bytes += widths[n]!;
      data.push(n);
    }
    const end = start + data.length;
    const nextCursor = end < widths.length ? String(end) : null;
    return { data, metadata: { limit, offset: 0, total: 0, totalIsCapped: true, nextCursor } };
  };
  return { read, asked };
}

async function walk(read: ReadSlice<number>, limit?: number, signal = new AbortController().signal) {
  const pages: number[][] = [];
  for await (const page of walkPages(read, { limit, signal })) pages.push(page);
  return pages;
}

const narrow = Array.from({ length: 1_700 }, () => 10);
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => from + n);

describe('walkPages', () => {
  it('comes to every row once, in order', async () => {
    const { read, asked } = listOf(narrow);
    expect((await walk(read)).flat()).toEqual(range(0, 1_700));
    expect(asked).toEqual([500, 500, 500, 500]);
  });

  it.each([1, 499, 500, 501, 1_000, 1_700, 9_999])('ends after %i rows', async (limit) => {
    const { read } = listOf(narrow);
    expect((await walk(read, limit)).flat()).toEqual(range(0, Math.min(limit, 1_700)));
  });

  it('asks for few rows where they are wide, and for more again after them', async () => {
    const wide = Array.from({ length: 40 }, () => 1_000_000);
    const { read, asked } = listOf([...wide, ...narrow]);
    expect((await walk(read)).flat()).toEqual(range(0, 1_740));
    expect(asked.slice(0, 4)).toEqual([500, 6, 6, 6]);
    expect(Math.max(...asked.slice(1, 14))).toBe(6);
    expect(asked.slice(-2)).toEqual([500, 500]);
    expect(asked.length).toBeLessThan(30);
  });

  it('passes over pages without rows, which a list that searches may give, and shows none', async () => {
    const { read } = listOf(narrow);
    let empty = 3;
    const sparse: ReadSlice<number> = async (slice, options) => {
      const page = await read(slice, options);
      if (empty-- <= 0) return page;
      return { data: [], metadata: { ...page.metadata, nextCursor: slice.cursor ?? '0' } };
    };
    expect((await walk(sparse)).flat()).toEqual(range(0, 1_700));
    expect(await walk(listOf([]).read)).toEqual([]);
  });

  it('reads no further page before the last is taken, and none once it is aborted', async () => {
    const ending = new AbortController();
    const { read, asked } = listOf(narrow);
    const pages = walkPages(read, { signal: ending.signal });
    await pages.next();
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(asked).toHaveLength(1);
    ending.abort(new Error('gone'));
    await expect(pages.next()).rejects.toThrow('gone');
    expect(asked.length).toBeLessThanOrEqual(2);
    const never: ReadSlice<number> = async () => {
      ending.abort();
      return { data: [], metadata: { limit: 1, offset: 0, total: 0, totalIsCapped: true, nextCursor: 'x' } };
    };
    await expect(walk(never, undefined, ending.signal)).rejects.toThrow('gone');
  });
});
