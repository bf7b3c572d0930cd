const factors = [1, 2, 2.5, 5, 10];

/** Round values from 0 to at least `largest`, three to six of them; the last one is the top of the axis. */
export function valueTicks(largest: number, isWhole: boolean): number[] {
  if (largest <= 0) return [0, 1];
  const power = 10 ** Math.floor(Math.log10(largest / 4));
  const steps = factors.map((factor) => factor * power).filter((step) => !isWhole || Number.isInteger(step));
  const step = steps.find((size) => largest / size <= 5) ?? Math.max(1, 10 * power);
  const count = Math.ceil(largest / step - 1e-9);
  return Array.from({ length: count + 1 }, (_, index) => Number((index * step).toPrecision(12)));
}
