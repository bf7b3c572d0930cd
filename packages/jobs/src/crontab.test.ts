import { describe, expect, it } from 'vitest';
import { catalog, taskNames } from './catalog.ts';
import { crontab, nextRun } from './crontab.ts';

const at = (iso: string) => Date.parse(iso);
const after = (expression: string, iso: string) => new Date(nextRun(expression, at(iso))).toISOString();

describe('nextRun', () => {
  it.each([
    ['0 * * * *', '2026-01-31T23:10:00Z', '2026-02-01T00:00:00.000Z'],
    ['0 0 * * *', '2026-01-31T00:00:00Z', '2026-02-01T00:00:00.000Z'],
    ['*/15 * * * *', '2026-01-31T10:14:59.999Z', '2026-01-31T10:15:00.000Z'],
    ['0 0 29 2 *', '2026-03-01T00:00:00Z', '2028-02-29T00:00:00.000Z'],
    ['30 6 * * 1', '2026-11-23T06:30:00Z', '2026-11-30T06:30:00.000Z'],
  ])('%s after %s is %s', (expression, now, next) => {
    expect(after(expression, now)).toBe(next);
  });

  it('says of a day that never comes that it does not', () => {
    expect(() => nextRun('0 0 30 2 *', 0)).toThrow('never comes');
  });
});

describe('crontab', () => {
  it('has the tasks with a schedule, each under its own name', () => {
    const scheduled = taskNames.filter((task) => catalog[task].cron !== null);
    expect(crontab().map(({ identifier }) => identifier)).toEqual(scheduled);
  });
});
