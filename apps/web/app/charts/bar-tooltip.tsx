import { exactCount } from '../format/format-count.ts';
import { spanName } from '../range/range-name.ts';
import type { Zone } from '../time/zone.ts';
import { useZone } from '../time/zone-context.ts';
import { type Bar, type Stack, sizeOf } from './stack-bars.ts';

type BarsProps = {
  /** The bars that are spoken of, one or several in a row. */
  bars: readonly Bar[];
  stacks: readonly Stack[];
  noun: string;
  now: number;
};

/** What bars hold, in a sentence. */
export function describeBars({ bars, stacks, noun, now }: BarsProps, zone: Zone): string {
  const parts = partsOf(bars, stacks).map(({ id, count }) => `${exactCount(count)} ${id}`);
  const total = bars.reduce((sum, bar) => sum + sizeOf(bar), 0);
  const held = parts.length > 0 ? `: ${parts.join(', ')}` : '';
  return `${timeOf(bars, zone)}: ${exactCount(total)} ${noun}${held}${isFilling(bars, now) ? ', still filling' : ''}`;
}

/** What bars hold, beside them; `place` is the middle of the bars as a part of the width. */
export function BarTooltip({ bars, stacks, noun, now, place }: BarsProps & { place: number }) {
  const zone = useZone();
  const total = bars.reduce((sum, bar) => sum + sizeOf(bar), 0);
  const side =
    place > 0.5 ? { right: `calc(${(1 - place) * 100}% + 1rem)` } : { left: `calc(${place * 100}% + 1rem)` };
  return (
    <div
      aria-hidden
      data-testid="bar-tooltip"
      className="pointer-events-none absolute top-1 z-20 rounded-md border border-line bg-surface px-2.5 py-2 text-xs shadow-lg"
      style={side}
    >
      <p className="mb-1 whitespace-nowrap text-faint">
        {timeOf(bars, zone)}
        {isFilling(bars, now) && ', still filling'}
      </p>
      <p className="flex whitespace-nowrap">
        <span className="text-muted first-letter:uppercase">{noun}</span>
        <span className="ml-auto pl-4 font-medium tabular-nums">{exactCount(total)}</span>
      </p>
      {partsOf(bars, stacks).map(({ id, color, count }) => (
        <p key={id} className="flex items-center gap-2 whitespace-nowrap">
          <span aria-hidden className="size-2 rounded-sm" style={{ background: color }} />
          <span className="text-muted">{id}</span>
          <span className="ml-auto pl-4 font-medium tabular-nums">{exactCount(count)}</span>
        </p>
      ))}
      <p className="mt-1 whitespace-nowrap text-faint">Click, drag or press Enter to show this time</p>
    </div>
  );
}

/** What there is of each stack, topmost first as it is drawn. */
function partsOf(bars: readonly Bar[], stacks: readonly Stack[]) {
  return stacks
    .map((stack, index) => ({
      ...stack,
      count: bars.reduce((sum, bar) => sum + (bar.values[index] ?? 0), 0),
    }))
    .filter(({ count }) => count > 0)
    .reverse();
}

function timeOf(bars: readonly Bar[], zone: Zone): string {
  return spanName({ start: bars[0]?.start ?? 0, end: bars.at(-1)?.end ?? 0 }, zone);
}

function isFilling(bars: readonly Bar[], now: number): boolean {
  return (bars.at(-1)?.end ?? 0) > now;
}
