import { describe, expect, it } from 'vitest';
import type { LogRow } from './log-row.ts';
import { mergeLogs } from './merge-logs.ts';

const at = (id: number, second: number): LogRow => ({
  id,
  created_at: new Date(second * 1_000).toISOString(),
  updated_at: '',
  source: 's',
  level: 'info',
  message: `line ${id}`,
  meta: null,
  service: 'default',
  traceId: null,
  requestId: null,
  patternId: null,
});
const ids = (rows: LogRow[]) => rows.map(({ id }) => id);

describe('mergeLogs', () => {
  it('puts late lines where their time belongs, not on top', () => {
    expect(ids(mergeLogs([at(9, 90), at(5, 50), at(1, 10)], [at(12, 60), at(11, 100)], 10))).toEqual([
      11, 9, 12, 5, 1,
    ]);
  });

  it('shows a line once, whichever way it came', () => {
    expect(ids(mergeLogs([at(2, 2), at(1, 1)], [at(2, 2), at(3, 3), at(3, 3)], 10))).toEqual([3, 2, 1]);
  });

  it('breaks ties by id and drops the oldest beyond the bound', () => {
    expect(ids(mergeLogs([at(2, 5), at(1, 5)], [at(4, 5), at(3, 5)], 3))).toEqual([4, 3, 2]);
    expect(ids(mergeLogs([at(2, 5), at(1, 5)], [], 1))).toEqual([2]);
  });
});
