import {
  emptySketch,
  mergeIntoSketch,
  type Sketch,
  sketchQuantile,
} from '../../packages/core/src/metrics/sketch.ts';
import { sketchFromBytes } from '../../packages/core/src/metrics/sketch-bytes.ts';

/** Percentiles of each hour over all endpoints: what SQL alone can't say. */
export function mergeByHour(rows: unknown[]): unknown {
  const hours = new Map<number, Sketch>();
  for (const { start, sketch } of rows as { start: Date; sketch: Uint8Array }[]) {
    const merged = hours.get(start.getTime()) ?? emptySketch();
    mergeIntoSketch(merged, sketchFromBytes(sketch));
    hours.set(start.getTime(), merged);
  }
  return [...hours].map(([start, merged]) => [
    start,
    [0.5, 0.95, 0.99].map((rank) => sketchQuantile(merged, rank)),
  ]);
}
