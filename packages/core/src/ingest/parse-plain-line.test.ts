import { describe, expect, it } from 'vitest';
import { createYearOf } from './calendar-time.ts';
import { parsePlainLine } from './parse-plain-line.ts';

const yearOf = createYearOf({ reference: Date.UTC(2020, 5, 1) });
const parse = (line: string) => parsePlainLine(line, yearOf);
const at = (iso: string) => Date.parse(iso);

describe('parsePlainLine', () => {
  it.each([
    [
      '2015-10-18 18:01:47,978 INFO [main] org.apache.App: Created',
      '2015-10-18T18:01:47.978Z',
      'info',
      'org.apache.App',
      'Created',
    ],
    ['081109 203615 148 INFO dfs.DataNode$X: done', '2008-11-09T20:36:15Z', 'info', 'dfs.DataNode$X', 'done'],
    [
      '[Sun Dec 04 04:47:44 2005] [error] mod_jk child',
      '2005-12-04T04:47:44Z',
      'error',
      null,
      'mod_jk child',
    ],
    [
      '[Fri Sep 09 10:42:29.902022 2011] [core:crit] [pid 35708:tid 432] boom',
      '2011-09-09T10:42:29.902Z',
      'fatal',
      'core',
      'boom',
    ],
    [
      '[2016-12-19 16:31:46,143] WARN slow (kafka.log.Log)',
      '2016-12-19T16:31:46.143Z',
      'warn',
      'kafka.log.Log',
      'slow (kafka.log.Log)',
    ],
    [
      '2020-01-01T00:00:00.123+02:00 [main] ERROR com.x.Foo - bad',
      '2019-12-31T22:00:00.123Z',
      'error',
      'com.x.Foo',
      'bad',
    ],
    [
      '2020-01-01 00:00:00.000  WARN 42 --- [nio-1] c.e.Demo   : careful',
      '2020-01-01T00:00:00Z',
      'warn',
      'c.e.Demo',
      'careful',
    ],
    [
      '2020-01-01 00:00:00,000 - my.app - CRITICAL - dying',
      '2020-01-01T00:00:00Z',
      'fatal',
      'my.app',
      'dying',
    ],
    [
      '2015/05/17 10:05:03 [error] 12#0: *1 open() failed',
      '2015-05-17T10:05:03Z',
      'error',
      null,
      '12#0: *1 open() failed',
    ],
    ['2015/05/17 10:05:03 listening on :80', '2015-05-17T10:05:03Z', 'info', null, 'listening on :80'],
    ['[2020-01-01T00:00:00Z DEBUG app::db] query', '2020-01-01T00:00:00Z', 'debug', 'app::db', 'query'],
    [
      'Jun  1 15:16:01 combo sshd[19939]: error: no route',
      '2020-06-01T15:16:01Z',
      'error',
      'sshd',
      'error: no route',
    ],
    [
      'Jun 14 15:16:01 combo su(pam_unix)[7]: opened',
      '2019-06-14T15:16:01Z',
      'info',
      'su(pam_unix)',
      'opened',
    ],
    ['<11>Jun  1 15:16:01 combo cron: failed', '2020-06-01T15:16:01Z', 'error', 'cron', 'failed'],
    [
      '2020-01-01 10:00:00 something ERROR inside',
      '2020-01-01T10:00:00Z',
      'info',
      null,
      'something ERROR inside',
    ],
  ])('%s', (line, time, level, source, message) => {
    expect(parse(line)).toMatchObject({ at: at(time), level, source, message });
  });

  it.each([
    ['ERROR: disk full', 'error', 'disk full'],
    ['[warning] careful', 'warn', 'careful'],
    ['fatal: not a git repository', 'fatal', 'fatal: not a git repository'],
    ['hello world', 'info', 'hello world'],
    ['  indented', 'info', '  indented'],
    ['note: an error', 'info', 'note: an error'],
    ['', 'info', ''],
    ['99/99/9999 nonsense', 'info', '99/99/9999 nonsense'],
  ])('%j has no time', (line, level, message) => {
    expect(parse(line)).toMatchObject({ at: null, level, message });
  });
});

describe('createYearOf', () => {
  it('puts a date after the last write into the year before', () => {
    const year = createYearOf({ reference: Date.UTC(2024, 1, 10) });
    expect([year(12, 31), year(1, 1), year(2, 10), year(2, 12)]).toEqual([2023, 2024, 2024, 2023]);
  });

  it('finds the leap year of a 29 February', () => {
    expect(createYearOf({ reference: Date.UTC(2023, 5, 1) })(2, 29)).toBe(2020);
  });

  it('starts in the year given and moves on in January', () => {
    const year = createYearOf({ year: 2005, reference: 0 });
    expect([year(6, 1), year(12, 31), year(1, 1), year(12, 31), year(1, 2), year(6, 1)]).toEqual([
      2005, 2005, 2006, 2005, 2006, 2006,
    ]);
  });
});
