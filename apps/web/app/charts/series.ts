/** One line of a chart over time. A null `y` is a gap: the line breaks there. */
export type Series = {
  id: string;
  /** A CSS variable, so that the line follows the theme. */
  color: string;
  points: readonly Point[];
};

/** `x` is the start of the bucket, epoch milliseconds. */
export type Point = { x: number; y: number | null };

/** The x of points that have a value but no neighbour with one: a line through them alone would be invisible. */
export function isolatedPoints(points: readonly Point[]): Set<number> {
  const alone = points.filter(
    ({ y }, index) => y !== null && points[index - 1]?.y == null && points[index + 1]?.y == null,
  );
  return new Set(alone.map(({ x }) => x));
}

/** The largest value of all series, 0 when there is none. */
export function largestValue(series: readonly Series[]): number {
  return series.reduce((most, { points }) => points.reduce((max, { y }) => Math.max(max, y ?? 0), most), 0);
}
