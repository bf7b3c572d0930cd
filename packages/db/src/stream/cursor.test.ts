import { describe, expect, it } from 'vitest';
import { compareStreamCursors, parseStreamCursor, printStreamCursor } from './cursor.ts';

describe('stream cursors', () => {
  it('are read back as they were printed, up to 63 bits', () => {
    for (const cursor of [
      { xid: 0n, id: 0n },
      { xid: 4_294_967_296n, id: 9_007_199_254_740_993n },
      { xid: 2n ** 63n - 1n, id: 2n ** 63n - 1n },
    ])
      expect(parseStreamCursor(printStreamCursor(cursor))).toEqual(cursor);
  });

  it.each([
    '',
    '-',
    '1',
    '1-',
    '-1',
    '1-2-3',
    'a-b',
    '1.5-2',
    ' 1-2',
    '1-2\n',
    '-1--2',
    '9223372036854775808-1',
    '1'.repeat(20),
  ])('refuse %j', (text) => {
    expect(parseStreamCursor(text)).toBeNull();
  });

  it('are ordered by transaction, then by id', () => {
    const ordered = ['1-9', '2-1', '2-10', '10-1'].map((text) => parseStreamCursor(text)!);
    expect([...ordered].reverse().sort(compareStreamCursors)).toEqual(ordered);
    expect(compareStreamCursors(ordered[0]!, ordered[0]!)).toBe(0);
  });
});
