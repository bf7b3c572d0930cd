import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTimestamp, printTimestamp } from './timestamp.ts';

const at = Date.UTC(2026, 0, 31, 9, 8, 7, 654);

describe('parseTimestamp', () => {
  it.each([
    ['2026-01-31T09:08:07.654Z', at],
    ['2026-01-31t09:08:07.654z', at],
    ['2026-01-31T09:08:07.654', at],
    ['2026-01-31 09:08:07.654', at],
    ['2026-01-31 09:08:07,654', at],
    ['  2026-01-31T09:08:07.654Z  ', at],
    ['2026-01-31T09:08:07.654 Z', at],
    ['2026-01-31T11:08:07.654+02:00', at],
    ['2026-01-31T11:08:07.654+0200', at],
    ['2026-01-31T11:08:07.654+02', at],
    ['2026-01-31T03:38:07.654-05:30', at],
    ['2026-01-31T11:08:07.654 02:00', at],
    ['2026-01-31T09:08:07.654321987Z', at],
    ['2026-01-31T09:08:07.6549Z', at],
    ['2026-01-31T09:08:07.6Z', at - 54],
    ['2026-01-31T09:08:07', at - 654],
    ['2026-01-31T09:08', Date.UTC(2026, 0, 31, 9, 8)],
    ['2026-01-31 09:08', Date.UTC(2026, 0, 31, 9, 8)],
    ['2026-01-31T09:08+00:00', Date.UTC(2026, 0, 31, 9, 8)],
    ['2026-01-31', Date.UTC(2026, 0, 31)],
    ['2024-02-29', Date.UTC(2024, 1, 29)],
    ['1969-12-31T23:59:59.999Z', -1],
  ])('reads %j', (text, expected) => {
    expect(parseTimestamp(text)).toBe(expected);
  });

  it.each([
    '',
    'now',
    '2026',
    '2026-01',
    '2026-1-31',
    '26-01-31',
    '2026-02-29',
    '2026-02-30T00:00:00Z',
    '2026-00-10',
    '2026-13-10',
    '2026-01-00',
    '2026-01-32',
    '0000-01-01',
    '2026-01-31T24:00:00Z',
    '2026-01-31T09:60:00Z',
    '2026-01-31T09:00:60Z',
    '2026-01-31T09',
    '2026-01-31T09:00:00.Z',
    '2026-01-31T09:00:00.1234567890Z',
    '2026-01-31T09:00:00+15:00',
    '2026-01-31T09:00:00+02:60',
    '2026-01-31T09:00:00ZZ',
    '2026-01-31T09:00:00Z; drop table logs',
    '+002026-01-31T09:00:00Z',
    '1769850487',
    '2026-01-31\u0000',
  ])('refuses %j', (text) => {
    expect(parseTimestamp(text)).toBeNull();
  });

  it('reads back whatever is printed, to the millisecond', () => {
    const first = Date.UTC(1990, 0, 1);
    fc.assert(
      fc.property(fc.integer({ min: first, max: Date.UTC(2999, 11, 31) }), (epochMs) => {
        expect(parseTimestamp(printTimestamp(epochMs))).toBe(epochMs);
      }),
    );
  });

  it('reads the printed form as it reads every other, whatever its digits', () => {
    const two = fc.integer({ min: 0, max: 65 }).map((n) => String(n).padStart(2, '0'));
    const parts = fc.tuple(fc.constantFrom('0000', '0099', '1900', '2024', '2026'), two, two, two, two, two);
    fc.assert(
      fc.property(parts, ([year, month, day, hour, minute, second]) => {
        const date = `${year}-${month}-${day}`;
        const time = `${hour}:${minute}:${second}.120`;
        expect(parseTimestamp(`${date}T${time}Z`)).toBe(parseTimestamp(`${date} ${time}Z`));
      }),
      { numRuns: 2_000 },
    );
  });

  it('a zone moves the moment by its offset, also with the + turned into a space', () => {
    const offset = fc.record({
      sign: fc.constantFrom('+', '-', ' '),
      hours: fc.integer({ min: 0, max: 13 }),
      minutes: fc.integer({ min: 0, max: 59 }),
    });
    fc.assert(
      fc.property(offset, ({ sign, hours, minutes }) => {
        const zone = `${sign}${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
        const minutesEast = (sign === '-' ? -1 : 1) * (hours * 60 + minutes);
        expect(parseTimestamp(`2026-01-31T09:08:07.654${zone}`)).toBe(at - minutesEast * 60_000);
      }),
    );
  });
});
