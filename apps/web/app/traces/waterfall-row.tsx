import type { Shifted } from '@apiscope/core/traces/adjust-skew';
import type { Span } from '@apiscope/core/traces/schema';
import { Link } from '@remix-run/react';
import { ChevronDown, ChevronRight, CircleAlert, ClockAlert, Unlink } from 'lucide-react';
import { exactLatency, formatLatency } from '../format/format-latency.ts';
import { classNames } from '../ui/class-names.ts';
import { type Bounds, placeOf } from './bounds-of.ts';
import { formatShift } from './format-shift.ts';
import type { ShownRow } from './hide-collapsed.ts';

/** Levels that are indented; deeper ones stand below each other. */
const maxIndent = 12;

type WaterfallRowProps = {
  row: ShownRow<Shifted<Span>>;
  /** Where it stands among all rows, and in the box, pixels. */
  place: { index: number; count: number; top: number; height: number };
  bounds: Bounds;
  isClosed: boolean;
  isChosen: boolean;
  /** Opens what is known of the span; the whole row leads there. */
  linkTo: string;
  replace: boolean;
  onToggle: (spanId: string) => void;
};

/** One span: its name in the tree, what is odd about it, and its bar. */
export function WaterfallRow(props: WaterfallRowProps) {
  const { row, place, bounds, isClosed, isChosen, linkTo, replace, onToggle } = props;
  const { span, hasChildren } = row;
  const Chevron = isClosed ? ChevronRight : ChevronDown;
  return (
    <li
      aria-setsize={place.count}
      aria-posinset={place.index + 1}
      data-span={span.spanId}
      className={classNames(
        'absolute inset-x-0 flex items-center gap-2 px-4',
        isChosen ? 'bg-accent-soft' : 'hover:bg-raised',
      )}
      style={{ top: place.top, height: place.height }}
    >
      <span
        className="flex w-1/2 min-w-0 items-center gap-1 max-sm:w-[55%]"
        style={{ paddingLeft: `calc(${Math.min(span.depth, maxIndent)} * clamp(4px, 1vw, 12px))` }}
      >
        <button
          type="button"
          className={classNames('relative z-20 size-5 shrink-0', !hasChildren && 'invisible')}
          aria-expanded={hasChildren ? !isClosed : undefined}
          aria-label={`Spans below ${span.name}`}
          onClick={() => onToggle(span.spanId)}
        >
          <Chevron aria-hidden className="size-4" />
        </button>
        <Marks span={span} />
        <Link
          to={linkTo}
          replace={replace}
          preventScrollReset
          data-row-link
          aria-current={isChosen || undefined}
          className="min-w-0 truncate text-[13px] after:absolute after:inset-0 after:z-10"
          title={`${span.name} of ${span.service}, ${exactLatency(span.duration)}`}
        >
          {span.name} <span className="text-xs text-faint">{span.service}</span>
        </Link>
      </span>
      <Bar span={span} bounds={bounds} />
    </li>
  );
}

/** What is odd about a span, in a word or a sign that is read out. */
function Marks({ span: { status, isOrphan, parentSpanId, shift } }: { span: Shifted<Span> }) {
  return (
    <>
      {status === 'error' && <CircleAlert aria-label="failed" className="size-3.5 shrink-0 text-bad" />}
      {isOrphan && (
        <span
          className="flex shrink-0 items-center gap-1 text-[11px] font-semibold text-warn"
          title={`Its parent ${parentSpanId} is not here`}
        >
          <Unlink aria-label="missing parent" className="size-3.5" />
          <span aria-hidden className="max-sm:hidden">
            missing parent
          </span>
        </span>
      )}
      {shift !== 0 && (
        <ClockAlert aria-label={`moved by ${formatShift(shift)}`} className="size-3.5 shrink-0 text-warn" />
      )}
    </>
  );
}

function Bar({ span, bounds }: { span: Span; bounds: Bounds }) {
  const { left, width } = placeOf(span, bounds);
  const tone = span.status === 'error' ? 'bg-bad' : span.kind === 'server' ? 'bg-accent' : 'bg-muted';
  return (
    <>
      <span aria-hidden className="relative h-2.5 min-w-0 flex-1 rounded bg-raised">
        <span
          data-bar
          className={classNames('absolute inset-y-0 rounded', tone)}
          style={{ left: `${left}%`, width: `${width}%` }}
        />
      </span>
      <span className="w-16 shrink-0 text-right text-xs tabular-nums text-muted max-sm:w-12">
        {formatLatency(span.duration)}
      </span>
    </>
  );
}
