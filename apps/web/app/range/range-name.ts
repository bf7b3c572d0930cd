import type { RelativeRange } from '@apiscope/core/range/schema';
import { formatTime } from '../time/format-time.ts';
import { offsetName, type Zone } from '../time/zone.ts';
import type { Range, Span } from './range.ts';

export const relativeRangeWords: Record<RelativeRange, string> = {
  '15m': 'Last 15 minutes',
  '1h': 'Last hour',
  '6h': 'Last 6 hours',
  '24h': 'Last 24 hours',
  '7d': 'Last 7 days',
  '30d': 'Last 30 days',
};

/** A range in words; a custom one as its two ends, the date said once where it can be. */
export function rangeName(range: Range, zone: Zone): string {
  return range.kind === 'relative' ? relativeRangeWords[range.name] : spanName(range, zone);
}

/** A span as its two ends in a zone, with the zone. */
export function spanName({ start, end }: Span, zone: Zone): string {
  const from = formatTime(start, zone, 'day-minute');
  const isOneDay = formatTime(start, zone, 'day') === formatTime(end, zone, 'day');
  return `${from} – ${formatTime(end, zone, isOneDay ? 'minute' : 'day-minute')} ${offsetName(start, zone)}`;
}
