/** Milliseconds from the beginning of a trace. */
export type Bounds = { start: number; end: number };

/** From the beginning of the first span to the end of the last, as they stand; at least a microsecond. */
export function boundsOf(spans: readonly { offset: number; duration: number }[]): Bounds {
  let [start, end] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { offset, duration } of spans) {
    start = Math.min(start, offset);
    end = Math.max(end, offset + duration);
  }
  return { start, end: Math.max(end, start + 0.001) };
}

/** Where a span stands within bounds, in per cent; one that is too short to be seen is drawn half a per cent wide. */
export function placeOf(
  { offset, duration }: { offset: number; duration: number },
  { start, end }: Bounds,
): { left: number; width: number } {
  const whole = end - start;
  const left = Math.min(99.5, (100 * (offset - start)) / whole);
  return { left, width: Math.min(100 - left, Math.max(0.5, (100 * duration) / whole)) };
}
