/** A duration in the unit that leaves two to four digits: `0.42 ms`, `259 ms`, `1.84 s`, `2.1 min`; `–` when unknown. */
export function formatLatency(ms: number | null): string {
  if (ms === null) return '–';
  if (ms === 0) return '0 ms';
  if (ms < 0.995) return `${ms.toFixed(2)} ms`;
  if (ms < 9.95) return `${ms.toFixed(1)} ms`;
  if (ms < 999.5) return `${ms.toFixed(0)} ms`;
  if (ms < 59_950) return `${(ms / 1_000).toFixed(ms < 9_995 ? 2 : 1)} s`;
  return `${(ms / 60_000).toFixed(1)} min`;
}

/** The duration to the microsecond. */
export function exactLatency(ms: number | null): string {
  if (ms === null) return 'no timed request';
  return `${ms.toLocaleString('en-US', { maximumFractionDigits: 3 })} ms`;
}
