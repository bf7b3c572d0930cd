/** A share of 0 to 100 with the decimals that matter: never `0%` when something failed, never `100%` when something worked. */
export function formatPercent(percent: number): string {
  if (percent === 0 || percent === 100) return `${percent}%`;
  if (percent < 0.01) return '<0.01%';
  if (percent > 99.99) return '>99.99%';
  if (percent < 1 || percent > 99) return `${percent.toFixed(2)}%`;
  return `${percent.toFixed(percent < 10 ? 2 : 1)}%`;
}
