import { formatLatency } from '../format/format-latency.ts';

/** By how much a span was moved, with its sign: `+40 ms`, `−1.2 s`. @param ms not 0 */
export function formatShift(ms: number): string {
  return `${ms < 0 ? '−' : '+'}${formatLatency(Math.abs(ms))}`;
}
