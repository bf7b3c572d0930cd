const pattern =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?$/i;

/** As {@link printTimestamp} writes it, on a day that every month has: the engine's own parser is right about these, and quick. */
const printed =
  /^[1-9]\d{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;

/**
 * Reads an ISO-8601 date or date-time as milliseconds since the UTC epoch; without a zone it is read as UTC.
 * A `+` that a query string turned into a space (`…T10:00:00 02:00`) is understood.
 * @returns null when the text is no such date, or names a day or hour that doesn't exist.
 */
export function parseTimestamp(text: string): number | null {
  if (printed.test(text)) return Date.parse(text);
  const match = pattern.exec(
    text.trim().replace(/ (\d{2}:\d{2})$/, (zone, digits, at: number) => (at > 10 ? `+${digits}` : zone)),
  );
  if (!match) return null;
  const [, year, month, day, hour = '00', minute = '00', second = '00', fraction = '0', zone = 'Z'] = match;
  const millis = Math.trunc(Number(`0.${fraction}`) * 1000);
  const wall = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
    millis,
  );
  const date = new Date(wall);
  const exists =
    date.getUTCFullYear() === Number(year) &&
    date.getUTCMonth() === Number(month) - 1 &&
    date.getUTCDate() === Number(day);
  if (!exists || Number(year) < 1 || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59)
    return null;
  const offset = offsetMinutes(zone);
  return offset === null ? null : wall - offset * 60_000;
}

function offsetMinutes(zone: string): number | null {
  if (/^z$/i.test(zone)) return 0;
  const [, sign, hours, minutes = '00'] = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone) ?? [];
  if (hours === undefined || Number(hours) > 14 || Number(minutes) > 59) return null;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

/** The one way a moment is written on the wire: ISO-8601 with milliseconds and `Z`. */
export function printTimestamp(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
