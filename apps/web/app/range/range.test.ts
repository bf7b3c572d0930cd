import { relativeRangeNames, relativeRanges } from '@apiscope/core/range/schema';
import { describe, expect, it } from 'vitest';
import { bucketName, bucketSize, maxPoints } from './bucket-size.ts';
import { readRange, spanOf, writeRange } from './range.ts';

const at = (text: string) => readRange(new URLSearchParams(text));

describe('readRange', () => {
  it('defaults to the last hour', () => {
    expect(at('')).toEqual({ range: { kind: 'relative', name: '1h' }, problem: null });
  });

  it('keeps a relative range relative', () => {
    expect(spanOf(at('range=24h').range, 1_000_000_000)).toEqual({
      start: 1_000_000_000 - 86_400_000,
      end: 1_000_000_000,
    });
  });

  it('reads a custom range, zone or not', () => {
    const { range } = at('from=2017-05-16T00:00:00&to=2017-05-16T02:00:00%2B01:00');
    expect(range).toEqual({
      kind: 'custom',
      start: Date.UTC(2017, 4, 16),
      end: Date.UTC(2017, 4, 16, 1),
    });
  });

  it.each([
    ['range=banana', /banana/],
    ['from=2017-05-16', /needs from and to/],
    ['from=x&to=y', /ISO-8601/],
    ['from=2017-05-17&to=2017-05-16', /after its start/],
    ['range=constructor', /constructor/],
  ])('says what is wrong with %s and falls back', (text, problem) => {
    const read = at(text);
    expect(read.range).toEqual({ kind: 'relative', name: '1h' });
    expect(read.problem).toMatch(problem);
  });

  it('reads back what it wrote, and drops the page', () => {
    const custom = at('from=2017-05-16&to=2017-05-17').range;
    const written = writeRange(new URLSearchParams('service=a&range=7d&page=3'), custom);
    expect(written.get('page')).toBeNull();
    expect(written.get('service')).toBe('a');
    expect(readRange(written).range).toEqual(custom);
    expect(writeRange(written, { kind: 'relative', name: '1h' }).toString()).toBe('service=a');
  });
});

describe('bucketSize', () => {
  it.each(relativeRangeNames)('keeps %s under the point limit in whole minutes', (name) => {
    const size = bucketSize({ start: 0, end: relativeRanges[name] });
    expect(size % 60).toBe(0);
    expect(relativeRanges[name] / 1_000 / size).toBeLessThanOrEqual(maxPoints);
  });

  it('copes with decades', () => {
    const size = bucketSize({ start: 0, end: 100 * 366 * 86_400_000 });
    expect((100 * 366 * 86_400) / size).toBeLessThanOrEqual(maxPoints);
    expect(size % 60).toBe(0);
  });

  it('names sizes as people say them', () => {
    expect([60, 600, 3_600, 10_800, 86_400].map(bucketName)).toEqual([
      '1 minute',
      '10 minutes',
      '1 hour',
      '3 hours',
      '1 day',
    ]);
  });
});
