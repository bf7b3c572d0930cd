const hour = 3_600_000;

/** Share of the busiest hour's traffic at a moment, 0 to 1: low at 4:00 UTC, high at 16:00, less at the weekend. */
export function diurnalShare(at: number): number {
  const date = new Date(at);
  const hours = (at % (24 * hour)) / hour;
  const wave = 0.5 - 0.5 * Math.cos((2 * Math.PI * (hours - 4)) / 24);
  const weekend = date.getUTCDay() % 6 === 0 ? 0.6 : 1;
  return (0.15 + 0.85 * wave) * weekend;
}
