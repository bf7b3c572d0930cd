const monthNames = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Number of an English month abbreviation, 1 to 12, or null. */
export function monthOf(name: string): number | null {
  const index = monthNames.indexOf(name.toLowerCase());
  return index < 0 ? null : index + 1;
}

/** A wall clock reading with the offset of its zone in minutes east of UTC. */
export type CalendarTime = {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  millis?: number;
  offset?: number;
};

/** Milliseconds since the UTC epoch, or null when there is no such day or hour; a leap second is the second before. */
export function epochOf(time: CalendarTime): number | null {
  const { year, month, day, hour, minute, second, millis = 0, offset = 0 } = time;
  if (hour > 23 || minute > 59 || second > 60 || Math.abs(offset) > 14 * 60) return null;
  const wall = Date.UTC(year, month - 1, day, hour, minute, Math.min(second, 59), millis);
  const date = new Date(wall);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  return wall - offset * 60_000;
}

/** Minutes east of UTC of `+0200`, `-07:00` or `Z`; 0 for an empty text. */
export function offsetOf(zone: string): number {
  const match = /^([+-])(\d{2}):?(\d{2})$/.exec(zone);
  if (!match) return 0;
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3]));
}

/** Finds the year of a date that is written without one. */
export type YearOf = (month: number, day: number) => number;

/**
 * The year of dates that come in file order without a year. With `year` the first date is in that year, and a step from
 * December to January moves on; without it, a date after `reference` (when the file was last written, epoch ms) belongs to
 * the year before, and a 29 February to the last leap year.
 */
export function createYearOf({ year, reference }: { year?: number; reference: number }): YearOf {
  return year === undefined ? yearUntil(new Date(reference + 86_400_000)) : yearFrom(year);
}

function yearUntil(last: Date): YearOf {
  return (month, day) => {
    let year = last.getUTCFullYear();
    if (Date.UTC(year, month - 1, day) > last.getTime()) year -= 1;
    while (month === 2 && day === 29 && new Date(Date.UTC(year, 1, 29)).getUTCDate() !== 29) year -= 1;
    return year;
  };
}

function yearFrom(first: number): YearOf {
  let year = first;
  let before: number | null = null;
  return (month) => {
    if (before !== null && before >= 11 && month <= 2) year += 1;
    if (before !== null && before <= 2 && month >= 11) year -= 1;
    before = month;
    return year;
  };
}
