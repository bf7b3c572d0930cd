import { memo, useId } from 'react';
import { formatCount } from '../format/format-count.ts';
import type { Span } from '../range/range.ts';
import { formatTime } from '../time/format-time.ts';
import { timeTicks } from '../time/time-ticks.ts';
import { useZone } from '../time/zone-context.ts';
import { BarTooltip, describeBars } from './bar-tooltip.tsx';
import { type Bar, type Stack, sizeOf, stackPaths } from './stack-bars.ts';
import { useBrush } from './use-brush.ts';

type BarChartProps = {
  bars: readonly Bar[];
  /** Lowest first. */
  stacks: readonly Stack[];
  /** Names the chart for screen readers. */
  label: string;
  /** What is counted, in the plural. */
  noun: string;
  /** Epoch milliseconds; a bar that ends later is still filling. */
  now: number;
  /** Gets the time of the bars that were chosen. */
  onChoose: (span: Span) => void;
};

/**
 * Counts over time as stacked bars that a range can be chosen on. It is a slider to the keyboard and to screen readers: its value is a bar,
 * read out with all that it holds.
 */
export const BarChart = memo(function BarChart(props: BarChartProps) {
  const { bars, stacks, label, noun, now, onChoose } = props;
  const zone = useZone();
  const hintId = useId();
  const spanOf = ({ from, to }: { from: number; to: number }): Span => ({
    start: bars[from]?.start ?? 0,
    end: bars[to]?.end ?? 0,
  });
  const { range, handlers } = useBrush(bars.length, (chosen) => onChoose(spanOf(chosen)));
  const [first, last] = [bars[0], bars.at(-1)];
  if (!first || !last) return null;
  const largest = bars.reduce((most, bar) => Math.max(most, sizeOf(bar)), 0);
  const whole = { start: first.start, end: last.end };
  const { at: ticks, daily } = timeTicks(whole, zone, 8);
  const shown = range ?? { from: bars.length - 1, to: bars.length - 1 };
  const about = { bars: bars.slice(shown.from, shown.to + 1), stacks, noun, now };
  return (
    <div className="select-none">
      <div
        role="slider"
        tabIndex={0}
        aria-label={label}
        aria-describedby={hintId}
        aria-valuemin={1}
        aria-valuemax={bars.length}
        aria-valuenow={shown.to + 1}
        aria-valuetext={describeBars(about, zone)}
        data-testid="bars"
        className="relative h-14 cursor-crosshair touch-pan-y rounded-sm focus-visible:outline-offset-0 border-b border-line"
        {...handlers}
      >
        <Shapes bars={bars} stacks={stacks} largest={largest} />
        <span className="pointer-events-none absolute left-0 top-0 bg-surface/80 pr-1 text-[11px] leading-none text-faint tabular-nums">
          {formatCount(largest)}
        </span>
        {range && (
          <>
            <div
              className="pointer-events-none absolute inset-y-0 border-x border-accent bg-accent/15"
              style={{
                left: `${(range.from / bars.length) * 100}%`,
                width: `${((range.to - range.from + 1) / bars.length) * 100}%`,
              }}
            />
            <BarTooltip {...about} place={(range.from + range.to + 1) / 2 / bars.length} />
          </>
        )}
      </div>
      <div className="relative h-4 overflow-hidden text-[11px] leading-4 text-faint tabular-nums">
        {ticks.map((moment) => {
          const place = ((moment - whole.start) / (whole.end - whole.start)) * 100;
          return (
            place > 3 &&
            place < 95 && (
              <span
                key={moment}
                className="absolute -translate-x-1/2 whitespace-nowrap"
                style={{ left: `${place}%` }}
              >
                {formatTime(moment, zone, daily ? 'day' : 'minute')}
              </span>
            )
          );
        })}
      </div>
      <p id={hintId} className="sr-only">
        Arrow keys move from bar to bar, with Shift over several; Enter shows only their time.
      </p>
    </div>
  );
});

type ShapesProps = Pick<BarChartProps, 'bars' | 'stacks'> & { largest: number };

/** The bars alone, drawn again only when they change: a pointer that moves over them is no change. */
const Shapes = memo(function Shapes({ bars, stacks, largest }: ShapesProps) {
  const paths = stackPaths(bars, Math.max(1, largest));
  return (
    <svg
      aria-hidden
      viewBox={`0 0 ${bars.length} 100`}
      preserveAspectRatio="none"
      className="absolute inset-0 size-full pt-1"
    >
      {stacks.map(({ id, color }, index) => paths[index] && <path key={id} d={paths[index]} fill={color} />)}
    </svg>
  );
});
