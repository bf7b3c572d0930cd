import type { CheckResult } from './run-tool.ts';

/** One line a check: name, seconds, verdict; then a line that sums up. */
export function formatTable(results: CheckResult[], totalMs: number): string {
  const width = Math.max(...results.map(({ name }) => name.length));
  const rows = results.map(
    ({ name, ok, ms }) => `  ${name.padEnd(width)}  ${seconds(ms).padStart(7)}  ${ok ? 'ok' : 'FAILED'}`,
  );
  const failed = results.filter(({ ok }) => !ok).length;
  const verdict = failed === 0 ? 'all passed' : `${failed} of ${results.length} failed`;
  return [...rows, `check: ${verdict} in ${seconds(totalMs)}`].join('\n');
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
