import { ceilToWindow, floorToWindow, type TimeRange } from '../metrics/window.ts';

/** Most points of the trend that a list shows beside each row. */
export const maxTrendPoints = 60;

/** Sizes people count in, seconds; all divide a day, so that whole hours and days are read as such. */
const sizes = [1, 2, 5, 15, 60, 180, 360, 720, 1_440].map((minutes) => minutes * 60);

/** Seconds a bucket, so that a range of whole minutes touches {@link maxTrendPoints} at most; past a day a multiple of days. */
export function trendWindow(range: TimeRange): number {
  const fits = (size: number): boolean =>
    (ceilToWindow(range.end, size) - floorToWindow(range.start, size)) / size / 1_000 <= maxTrendPoints;
  const days = Math.ceil((range.end - range.start) / (maxTrendPoints - 1) / 86_400_000);
  return sizes.find(fits) ?? days * 86_400;
}
