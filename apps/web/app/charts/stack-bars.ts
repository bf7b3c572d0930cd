/** One bar over time: from `start` to `end`, epoch milliseconds, `end` exclusive, and how much of each stack it holds. */
export type Bar = { start: number; end: number; values: readonly number[] };

/** What a part of every bar is; the colour is a CSS variable, so that it follows the theme. */
export type Stack = { id: string; color: string };

/** Part of the height, of 100, that a value which is not 0 has at least: one error among thousands of lines must be seen. */
const leastHeight = 2.5;
/** Part of its slot that a bar fills. */
const filled = 0.84;

/** How much a bar holds of all stacks together. */
export function sizeOf({ values }: Bar): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** Heights of the parts of a bar, 100 being `largest`; what small parts are given too much is taken off the largest part. */
export function partHeights(values: readonly number[], largest: number): number[] {
  const heights = values.map((value) => (value <= 0 ? 0 : Math.max(leastHeight, (value / largest) * 100)));
  const over = heights.reduce((sum, height) => sum + height, 0) - 100;
  if (over <= 0) return heights;
  const tallest = heights.indexOf(Math.max(...heights));
  return heights.map((height, index) => (index === tallest ? height - over : height));
}

/** One path a stack, lowest first, in a box as wide as there are bars and 100 high. */
export function stackPaths(bars: readonly Bar[], largest: number): string[] {
  const paths: string[] = (bars[0]?.values ?? []).map(() => '');
  const inset = (1 - filled) / 2;
  for (const [index, { values }] of bars.entries()) {
    let y = 100;
    for (const [stack, height] of partHeights(values, largest).entries()) {
      if (height === 0) continue;
      y -= height;
      paths[stack] += `M${round(index + inset)} ${round(y)}h${filled}v${round(height)}h-${filled}z`;
    }
  }
  return paths;
}

function round(value: number): number {
  return Number(value.toFixed(2));
}
