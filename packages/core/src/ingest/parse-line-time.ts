import type { Level } from '../logs/level.ts';
import { parseTimestamp } from '../search/timestamp.ts';
import { epochOf, monthOf, type YearOf } from './calendar-time.ts';
import { levelOfSyslogSeverity } from './parse-level-name.ts';

/** A time found at the start of a line, and what follows it. */
export type LineTime = {
  readonly at: number;
  readonly rest: string;
  readonly shape: 'iso' | 'hdfs' | 'apache' | 'syslog';
  readonly level?: Level;
};

type Shape = { pattern: RegExp; read: (match: string[], yearOf: YearOf) => LineTime | null };

const iso =
  '(\\d{4}[-/]\\d{2}[-/]\\d{2})[T _](\\d{2}:\\d{2}:\\d{2}(?:[.,]\\d{1,9})?)(?: ?(Z|UTC|GMT|[+-]\\d{2}:?\\d{2}))?';

function readIso([, day, time, zone = '', rest]: string[]): LineTime | null {
  const at = parseTimestamp(`${day!.replaceAll('/', '-')}T${time}${/^[+-]/.test(zone) ? zone : 'Z'}`);
  return at === null ? null : { at, rest: rest!, shape: 'iso' };
}

const shapes: readonly Shape[] = [
  // 2015-10-18 18:01:47,978 …   2015/05/17 10:05:03 …   2020-01-01T00:00:00.123Z …
  { pattern: new RegExp(`^${iso}(?![\\d.,:])(.*)$`, 's'), read: readIso },
  // [2016-12-19 16:31:46,143] …   also env_logger's [2020-01-01T00:00:00Z INFO crate] …
  { pattern: new RegExp(`^\\[${iso}\\](.*)$`, 's'), read: readIso },
  { pattern: new RegExp(`^\\[${iso}( [A-Z]+ +[^\\]\\s]*\\].*)$`, 's'), read: readIso },
  // 081109 203615 …
  {
    pattern: /^(\d{2})(\d{2})(\d{2}) (\d{2})(\d{2})(\d{2})( \d+ [A-Z]+ .*)$/s,
    read: ([, year, month, day, hour, minute, second, rest]) => {
      const at = epochOf(calendar(2000 + Number(year), Number(month), day!, [hour!, minute!, second!]));
      return at === null ? null : { at, rest: rest!, shape: 'hdfs' };
    },
  },
  // [Sun Dec 04 04:47:44 2005] …   [Fri Sep 09 10:42:29.902022 2011] …
  {
    pattern:
      /^\[[A-Z][a-z]{2} ([A-Z][a-z]{2}) +(\d{1,2}) (\d{2}):(\d{2}):(\d{2})(\.\d{1,9})? (\d{4})\](.*)$/s,
    read: ([, month, day, hour, minute, second, fraction = '0', year, rest]) => {
      const time = calendar(Number(year), monthOf(month!) ?? 0, day!, [hour!, minute!, second!]);
      const at = epochOf({ ...time, millis: Math.trunc(Number(fraction) * 1000) });
      return at === null ? null : { at, rest: rest!, shape: 'apache' };
    },
  },
  // Jun 14 15:16:01 host …   <34>Oct 11 22:14:15 host …
  {
    pattern: /^(?:<(\d{1,3})>)?([A-Z][a-z]{2}) {1,2}(\d{1,2}) (\d{2}):(\d{2}):(\d{2})(?:\.\d+)? (.*)$/s,
    read: ([, priority, monthName, day, hour, minute, second, rest], yearOf) => {
      const month = monthOf(monthName!);
      if (month === null) return null;
      const at = epochOf(calendar(yearOf(month, Number(day)), month, day!, [hour!, minute!, second!]));
      return at === null ? null : { at, rest: rest!, shape: 'syslog', ...severity(priority) };
    },
  },
  // <34>1 2003-10-11T22:14:15.003Z host …
  {
    pattern: new RegExp(`^<(\\d{1,3})>1 ${iso} (.*)$`, 's'),
    read: ([whole, priority, ...parts]) => {
      const time = readIso([whole!, ...parts]);
      return time && { ...time, ...severity(priority) };
    },
  },
];

function calendar(
  year: number,
  month: number,
  day: string,
  [hour, minute, second]: [string, string, string],
) {
  return {
    year,
    month,
    day: Number(day),
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second),
  };
}

function severity(priority: string | undefined): { level?: Level } {
  return priority === undefined ? {} : { level: levelOfSyslogSeverity(Number(priority) & 7) };
}

/** Finds the time a line starts with, in the shapes listed above; a time without a zone is UTC. Null when there is none. */
export function parseLineTime(text: string, yearOf: YearOf): LineTime | null {
  for (const { pattern, read } of shapes) {
    const match = pattern.exec(text);
    const time = match && read(match, yearOf);
    if (time) return time;
  }
  return null;
}
