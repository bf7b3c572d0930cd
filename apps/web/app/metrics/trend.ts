/** How a number moved against the period before: `none` when there is nothing to compare with. */
export type Trend =
  | { kind: 'none' }
  | { kind: 'flat' }
  | { kind: 'up' | 'down'; change: string; meaning: 'good' | 'bad' | 'neutral' };

/** What a rise means to the person who runs the service. */
export type RiseMeaning = 'bad' | 'neutral';

/** Compares two numbers as a ratio; a rise from 0 has no ratio and is `none`. Under half a percent is flat. */
export function ratioTrend(current: number | null, previous: number | null, rise: RiseMeaning): Trend {
  if (current === null || previous === null || previous === 0) return { kind: 'none' };
  const percent = ((current - previous) / previous) * 100;
  if (Math.abs(percent) < 0.5) return { kind: 'flat' };
  const size = Math.abs(percent);
  const change = size > 999 ? '>999%' : `${size.toFixed(size < 9.95 ? 1 : 0)}%`;
  return moved(percent > 0, change, rise);
}

/** Compares two shares of 0 to 100 by their distance in percentage points. Under 0.01 points is flat. */
export function pointsTrend(current: number, previous: number, rise: RiseMeaning): Trend {
  const points = current - previous;
  if (Math.abs(points) < 0.01) return { kind: 'flat' };
  return moved(points > 0, `${Math.abs(points).toFixed(2)} points`, rise);
}

function moved(isUp: boolean, change: string, rise: RiseMeaning): Trend {
  const meaning = rise === 'neutral' ? 'neutral' : isUp ? 'bad' : 'good';
  return { kind: isUp ? 'up' : 'down', change, meaning };
}
