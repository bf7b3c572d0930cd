/** Seconds of the smallest stored window. */
export const WINDOW_SECONDS = 60;

/** Stored windows, seconds, smallest first: minutes, and the hours and UTC days rolled up from them. */
export const resolutions = [60, 3_600, 86_400] as const;
export type Resolution = (typeof resolutions)[number];

/** Milliseconds since the UTC epoch, end exclusive. */
export type TimeRange = { start: number; end: number };

/** One stretch of a plan: whole windows of `resolution` seconds from start to end. */
export type CoverPart = TimeRange & { resolution: Resolution };

/** Start of the epoch-aligned window of `seconds` that holds `ms`; right before 1970 too. */
export function floorToWindow(ms: number, seconds: number): number {
  const size = seconds * 1_000;
  return Math.floor(ms / size) * size;
}

/** `ms` itself when a window of `seconds` starts there, else the start of the next one. */
export function ceilToWindow(ms: number, seconds: number): number {
  const size = seconds * 1_000;
  return Math.ceil(ms / size) * size;
}

/** The range widened outwards to whole windows of `seconds`. */
export function widenRange({ start, end }: TimeRange, seconds: number): TimeRange {
  return { start: floorToWindow(start, seconds), end: ceilToWindow(end, seconds) };
}

/** The largest stored window that never straddles the edge of an epoch-aligned bucket of `seconds`, a multiple of 60. */
export function coarsestWithin(seconds: number): Resolution {
  return resolutions.findLast((resolution) => seconds % resolution === 0) ?? WINDOW_SECONDS;
}

/**
 * The fewest stored windows that cover a range exactly and without overlap, in order of time: whole UTC days in the middle,
 * whole hours around them, minutes at the edges. Adjacent windows of one resolution make one part, so there are at most five.
 * An empty or reversed range gives no part; an open one has infinite edges.
 * @param coarsest no window is wider than this, seconds
 * @throws RangeError unless start and end are whole minutes
 */
export function coverRange(range: TimeRange, coarsest: Resolution = 86_400): CoverPart[] {
  for (const edge of [range.start, range.end]) {
    if (floorToWindow(edge, WINDOW_SECONDS) !== edge) throw new RangeError(`${edge} is not a whole minute`);
  }
  return coverWith(range, resolutions.indexOf(coarsest));
}

function coverWith({ start, end }: TimeRange, level: number): CoverPart[] {
  if (start >= end) return [];
  const resolution = resolutions[level]!;
  const inner = { start: ceilToWindow(start, resolution), end: floorToWindow(end, resolution) };
  if (inner.start >= inner.end) return coverWith({ start, end }, level - 1);
  return [
    ...coverWith({ start, end: inner.start }, level - 1),
    { resolution, ...inner },
    ...coverWith({ start: inner.end, end }, level - 1),
  ];
}
