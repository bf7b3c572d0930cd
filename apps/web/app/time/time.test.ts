import { describe, expect, it } from 'vitest';
import { formatAge } from './format-age.ts';
import { formatTime } from './format-time.ts';
import { timeTicks } from './time-ticks.ts';
import { fromWallClock, isZone, offsetName, wallClock } from './zone.ts';

const noon = Date.UTC(2026, 0, 31, 12, 30, 15, 123);

describe('zones', () => {
  it('writes the same moment in the zone asked for, with its offset', () => {
    expect(formatTime(noon, 'UTC', 'full')).toBe('2026-01-31 12:30:15.123 UTC');
    expect(formatTime(noon, 'Asia/Kolkata', 'full')).toBe('2026-01-31 18:00:15.123 UTC+05:30');
    expect(formatTime(noon, 'America/New_York', 'minute')).toBe('07:30');
  });

  it('keeps milliseconds before 1970', () => {
    expect(formatTime(-1, 'Europe/Berlin', 'full')).toBe('1970-01-01 00:59:59.999 UTC+01:00');
  });

  it('goes back and forth through a change of the clock', () => {
    for (const zone of ['Europe/Berlin', 'America/Sao_Paulo', 'Australia/Lord_Howe', 'UTC'])
      for (let at = Date.UTC(2026, 2, 28); at < Date.UTC(2026, 2, 30); at += 1_800_000)
        expect(wallClock(fromWallClock(wallClock(at, zone), zone), zone)).toBe(wallClock(at, zone));
  });

  it('knows which zones exist', () => {
    expect(isZone('Europe/Berlin')).toBe(true);
    expect(isZone('Mars/Olympus')).toBe(false);
    expect(offsetName(noon, 'America/St_Johns')).toBe('UTC−03:30');
  });
});

describe('timeTicks', () => {
  it('falls on round wall-clock times of the zone', () => {
    const { at, daily } = timeTicks({ start: noon, end: noon + 3_600_000 }, 'Asia/Kolkata', 8);
    expect(daily).toBe(false);
    expect(at.map((moment) => formatTime(moment, 'Asia/Kolkata', 'minute'))).toEqual([
      '18:10',
      '18:20',
      '18:30',
      '18:40',
      '18:50',
      '19:00',
    ]);
  });

  it.each([60_000, 3_600_000, 86_400_000, 30 * 86_400_000, 20 * 366 * 86_400_000])(
    'never has more than asked over %i ms',
    (length) => {
      expect(timeTicks({ start: noon, end: noon + length }, 'UTC', 6).at.length).toBeLessThanOrEqual(7);
    },
  );
});

describe('formatAge', () => {
  it('uses the largest unit', () => {
    expect([-5, 1_500, 90_000, 7_200_000, 3 * 86_400_000].map(formatAge)).toEqual([
      '0 s',
      '1 s',
      '1 min',
      '2 h',
      '3 d',
    ]);
  });
});
