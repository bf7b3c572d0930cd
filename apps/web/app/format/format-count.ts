const units = ['', 'k', 'M', 'B', 'T'];

/** A count as a person scans it: exact below 10,000 (`1,017`), then three digits (`12.3k`, `4.12M`). */
export function formatCount(count: number): string {
  let [value, unit] = [Math.abs(count), 0];
  if (value < 10_000) return exactCount(count).replace('-', '−');
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1_000;
    unit++;
  }
  const decimals = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
  return `${count < 0 ? '−' : ''}${Number(value.toFixed(decimals))}${units[unit]}`;
}

/** Every digit, in groups: `1,234,567`. */
export function exactCount(count: number): string {
  return count.toLocaleString('en-US', { maximumFractionDigits: 2 });
}
