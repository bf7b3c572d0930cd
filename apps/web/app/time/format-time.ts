import { offsetName, wallClock, type Zone } from './zone.ts';

/** How much of a moment is written. Always ISO order, so that columns align and nobody guesses day or month. */
export type TimeStyle = 'minute' | 'second' | 'day' | 'day-minute' | 'day-second' | 'full';

/** Writes a moment in a zone, the same on server and browser. `full` ends in the offset. */
export function formatTime(epochMs: number, zone: Zone, style: TimeStyle): string {
  const iso = new Date(wallClock(epochMs, zone)).toISOString();
  const [day, time] = [iso.slice(0, 10), iso.slice(11, 23)];
  switch (style) {
    case 'minute':
      return time.slice(0, 5);
    case 'second':
      return time.slice(0, 8);
    case 'day':
      return day;
    case 'day-minute':
      return `${day} ${time.slice(0, 5)}`;
    case 'day-second':
      return `${day} ${time.slice(0, 8)}`;
    case 'full':
      return `${day} ${time} ${offsetName(epochMs, zone)}`;
  }
}
