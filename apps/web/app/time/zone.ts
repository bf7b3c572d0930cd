/** An IANA time zone name, or `UTC`. */
export type Zone = string;

const formats = new Map<Zone, Intl.DateTimeFormat>();

function formatOf(zone: Zone): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  formats.set(zone, format);
  return format;
}

/** Whether this machine knows the zone. */
export function isZone(name: string): boolean {
  try {
    formatOf(name);
    return true;
  } catch {
    return false;
  }
}

/** The wall clock of a zone, written as the UTC epoch milliseconds of the same digits. */
export function wallClock(epochMs: number, zone: Zone): number {
  if (zone === 'UTC') return epochMs;
  const parts: Record<string, string> = {};
  for (const { type, value } of formatOf(zone).formatToParts(epochMs)) parts[type] = value;
  const seconds = Date.UTC(
    Number(parts.year),
    Number(parts.month) - 1,
    Number(parts.day),
    Number(parts.hour),
    Number(parts.minute),
    Number(parts.second),
  );
  return seconds + (((epochMs % 1_000) + 1_000) % 1_000);
}

/** Milliseconds that the zone is ahead of UTC at a moment. */
export function zoneOffset(epochMs: number, zone: Zone): number {
  return wallClock(epochMs, zone) - epochMs;
}

/** The moment when the zone's wall clock shows these digits; in the hour that a clock skips, the moment right after it. */
export function fromWallClock(wallMs: number, zone: Zone): number {
  const guess = wallMs - zoneOffset(wallMs, zone);
  return wallMs - zoneOffset(guess, zone);
}

/** `UTC`, or the offset as `UTC+05:30`. */
export function offsetName(epochMs: number, zone: Zone): string {
  const minutes = Math.round(zoneOffset(epochMs, zone) / 60_000);
  if (minutes === 0) return 'UTC';
  const pad = (value: number) => String(value).padStart(2, '0');
  const size = Math.abs(minutes);
  return `UTC${minutes < 0 ? '−' : '+'}${pad(Math.floor(size / 60))}:${pad(size % 60)}`;
}
