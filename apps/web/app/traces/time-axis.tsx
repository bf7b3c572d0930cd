import { formatLatency } from '../format/format-latency.ts';
import type { Bounds } from './bounds-of.ts';

const ticks = [0, 0.25, 0.5, 0.75];

/** The time above the bars, from the beginning of what is shown. */
export function TimeAxis({ bounds: { start, end } }: { bounds: Bounds }) {
  return (
    <div
      aria-hidden
      className="sticky top-0 z-30 flex h-6 items-center gap-2 border-b border-line bg-surface px-4 text-[11px] tabular-nums text-faint"
    >
      <span className="w-1/2 max-sm:w-[55%]">span</span>
      <span className="relative h-full min-w-0 flex-1">
        {ticks.map((tick) => (
          <span
            key={tick}
            className="absolute inset-y-0 flex items-center border-l border-line pl-1 max-sm:even:hidden"
            style={{ left: `${100 * tick}%` }}
          >
            {formatLatency((end - start) * tick)}
          </span>
        ))}
      </span>
      <span className="w-16 shrink-0 text-right max-sm:w-12">took</span>
    </div>
  );
}
