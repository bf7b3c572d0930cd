import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bucketStarts } from './bucket-starts.ts';
import {
  ceilToWindow,
  coverRange,
  floorToWindow,
  resolutions,
  WINDOW_SECONDS,
  widenRange,
} from './window.ts';

const minute = 60_000;
const aDate = fc.integer({ min: -3e9, max: 3e12 });
const seconds = fc.oneof(
  fc.constantFrom(...resolutions),
  fc.integer({ min: 1, max: 5_000 }).map((n) => n * 60),
);
const minuteRange = fc
  .record({
    from: fc.integer({ min: -10_000, max: 30_000_000 }),
    minutes: fc.integer({ min: 0, max: 30_000 }),
  })
  .map(({ from, minutes }) => ({ start: from * minute, end: (from + minutes) * minute }));

describe('windows', () => {
  it('floor and ceil enclose the time within one window, on its grid', () => {
    fc.assert(
      fc.property(aDate, seconds, (ms, size) => {
        const [low, high] = [floorToWindow(ms, size), ceilToWindow(ms, size)];
        expect(low <= ms && ms <= high).toBe(true);
        expect(high - low).toBe(low === ms ? 0 : size * 1_000);
        expect(Math.abs(low % (size * 1_000))).toBe(0);
      }),
    );
  });

  it('widening covers the range and changes nothing the second time', () => {
    fc.assert(
      fc.property(aDate, fc.nat(1e9), seconds, (start, length, size) => {
        const wide = widenRange({ start, end: start + length }, size);
        expect(wide.start <= start && wide.end >= start + length).toBe(true);
        expect(widenRange(wide, size)).toEqual(wide);
      }),
    );
  });

  it('a cover is exact, in order, without overlap, of whole windows, none coarser than wanted', () => {
    fc.assert(
      fc.property(minuteRange, fc.constantFrom(...resolutions), ({ start, end }, coarsest) => {
        let at = start;
        for (const part of coverRange({ start, end }, coarsest)) {
          expect(part.start).toBe(at);
          expect(part.resolution).toBeLessThanOrEqual(coarsest);
          expect(part.end).toBeGreaterThan(part.start);
          expect(widenRange(part, part.resolution)).toEqual({ start: part.start, end: part.end });
          at = part.end;
        }
        expect(at).toBe(Math.max(start, end));
      }),
      { numRuns: 1_000 },
    );
  });

  it('a cover is minimal: every finer stretch is shorter than two coarser windows and holds no whole one', () => {
    fc.assert(
      fc.property(minuteRange, (range) => {
        const parts = coverRange(range);
        expect(parts.length).toBeLessThanOrEqual(5);
        for (const { resolution, start, end } of parts) {
          const coarser = resolutions[resolutions.indexOf(resolution) + 1];
          if (coarser === undefined) continue;
          expect(ceilToWindow(start, coarser) + coarser * 1_000).toBeGreaterThan(end);
        }
      }),
    );
  });
});

describe('bucketStarts', () => {
  const most = 50;

  it('lists the buckets that a range touches, in order', () => {
    fc.assert(
      fc.property(minuteRange, fc.integer({ min: 1, max: 5_000 }), ({ start, end }, minutes) => {
        const size = minutes * 60;
        const starts = bucketStarts({ start, end }, size, Number.MAX_SAFE_INTEGER);
        const expected: number[] = [];
        for (let at = floorToWindow(start, size); at < end; at += size * 1_000) expected.push(at);
        expect(starts).toEqual(start === end ? [] : expected);
      }),
    );
  });

  it('that are too many are refused with a size that is not', () => {
    fc.assert(
      fc.property(minuteRange, fc.integer({ min: 1, max: 5_000 }), (range, minutes) => {
        const refused = /use (\d+) or more/.exec(messageOf(() => bucketStarts(range, minutes * 60, most)));
        if (refused) expect(bucketStarts(range, Number(refused[1]), most).length).toBeLessThanOrEqual(most);
      }),
    );
  });
});

function messageOf(run: () => unknown): string {
  try {
    run();
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

describe('coverRange', () => {
  it('takes minutes, hours, days, hours, minutes', () => {
    const range = { start: Date.parse('2024-02-28T22:58:00Z'), end: Date.parse('2024-03-02T02:01:00Z') };
    const shown = coverRange(range).map(({ resolution, start, end }) => [
      resolution,
      new Date(start).toISOString().slice(0, 16),
      new Date(end).toISOString().slice(0, 16),
    ]);
    expect(shown).toEqual([
      [60, '2024-02-28T22:58', '2024-02-28T23:00'],
      [3_600, '2024-02-28T23:00', '2024-02-29T00:00'],
      [86_400, '2024-02-29T00:00', '2024-03-02T00:00'],
      [3_600, '2024-03-02T00:00', '2024-03-02T02:00'],
      [60, '2024-03-02T02:00', '2024-03-02T02:01'],
    ]);
  });

  it('gives nothing for an empty range and refuses edges inside a minute', () => {
    expect(coverRange({ start: minute, end: minute })).toEqual([]);
    expect(coverRange({ start: 2 * minute, end: minute })).toEqual([]);
    expect(() => coverRange({ start: 1, end: WINDOW_SECONDS * 1_000 })).toThrow('not a whole minute');
  });
});
