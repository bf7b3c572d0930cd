import { describe, expect, it } from 'vitest';
import { countryName } from './country-name.ts';
import { formatBytes } from './format-bytes.ts';
import { exactCount, formatCount } from './format-count.ts';
import { exactLatency, formatLatency } from './format-latency.ts';
import { formatPercent } from './format-percent.ts';

describe('numbers for people', () => {
  it('shortens counts and keeps the exact one apart', () => {
    expect([0, 7, 1_017, 9_999, 10_000, 12_345, 999_499, 999_500, 4_123_456].map(formatCount)).toEqual([
      '0',
      '7',
      '1,017',
      '9,999',
      '10k',
      '12.3k',
      '999k',
      '1M',
      '4.12M',
    ]);
    expect(exactCount(1_234_567)).toBe('1,234,567');
  });

  it('gives latencies the unit that fits', () => {
    expect([null, 0, 0.4, 3.14, 259.2, 999.6, 1_840, 61_000, 600_000].map(formatLatency)).toEqual([
      '–',
      '0 ms',
      '0.40 ms',
      '3.1 ms',
      '259 ms',
      '1.00 s',
      '1.84 s',
      '1.0 min',
      '10.0 min',
    ]);
    expect(exactLatency(1_259.20456)).toBe('1,259.205 ms');
  });

  it('never rounds a failure away', () => {
    expect([0, 0.001, 0.4, 4.03, 41.26, 99.5, 99.999, 100].map(formatPercent)).toEqual([
      '0%',
      '<0.01%',
      '0.40%',
      '4.03%',
      '41.3%',
      '99.50%',
      '>99.99%',
      '100%',
    ]);
  });

  it('writes bytes in binary units', () => {
    expect([null, 0, 512, 1_536, 20 * 1_024 ** 2, 1_023.9 * 1_024].map(formatBytes)).toEqual([
      '–',
      '0 B',
      '512 B',
      '1.5 KiB',
      '20 MiB',
      '1 MiB',
    ]);
  });

  it('names countries, and says so when there is none', () => {
    expect([countryName('DE'), countryName('unknown'), countryName(null)]).toEqual([
      'Germany',
      'Unknown',
      'Unknown',
    ]);
  });
});
