import { describe, expect, it } from 'vitest';
import { narrowTo, widened } from './zoom.ts';

const now = Date.UTC(2026, 10, 24, 12, 0, 30);
const minute = 60_000;
const hourAgo = now - 60 * minute;

describe('narrowTo', () => {
  it('writes the time of the bars as the range', () => {
    const span = { start: Date.UTC(2026, 10, 24, 11, 10), end: Date.UTC(2026, 10, 24, 11, 12) };
    const next = narrowTo(new URLSearchParams('range=1h&search=a&log=3'), { span, now });
    expect(next.get('from')).toBe('2026-11-24T11:10:00.000Z');
    expect(next.get('to')).toBe('2026-11-24T11:12:00.000Z');
    expect(next.get('range')).toBeNull();
    expect(next.get('search')).toBe('a');
  });

  it('never reaches beyond the range, though the outer bars do', () => {
    const span = { start: hourAgo - 30_000, end: now + 30_000 };
    const next = narrowTo(new URLSearchParams(), { span, now });
    expect([next.get('from'), next.get('to')].map((at) => Date.parse(at ?? ''))).toEqual([hourAgo, now]);
  });

  it('replaces conditions on time, which would hold beside it', () => {
    const span = { start: now - 10 * minute, end: now };
    const next = narrowTo(new URLSearchParams('created_at__gte=2026-01-01&level__eq=warn'), { span, now });
    expect([...next.keys()].sort()).toEqual(['from', 'level__eq', 'to']);
  });
});

describe('widened', () => {
  it('keeps the middle', () => {
    const next = widened(new URLSearchParams('level__eq=warn'), { start: 10 * minute, end: 20 * minute });
    expect(next.get('from')).toBe('1970-01-01T00:00:00.000Z');
    expect(next.get('to')).toBe('1970-01-01T00:30:00.000Z');
  });
});
