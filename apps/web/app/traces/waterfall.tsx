import type { Shifted } from '@apiscope/core/traces/adjust-skew';
import type { Span } from '@apiscope/core/traces/schema';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useLinkWith } from '../ui/use-link-with.ts';
import { boundsOf } from './bounds-of.ts';
import { hideCollapsed } from './hide-collapsed.ts';
import { TimeAxis } from './time-axis.tsx';
import { WaterfallRow } from './waterfall-row.tsx';

const rowHeight = 28;

type WaterfallProps = { spans: readonly Shifted<Span>[]; chosen: string | null };

/**
 * The spans of a trace as bars over its time, a tree whose branches can be closed. Only the rows in sight are in the document; the server
 * renders the first screenful.
 */
export function Waterfall({ spans, chosen }: WaterfallProps) {
  const linkWith = useLinkWith();
  const scroller = useRef<HTMLElement>(null);
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const rows = useMemo(() => hideCollapsed(spans, closed), [spans, closed]);
  const bounds = useMemo(() => boundsOf(spans), [spans]);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 10,
    initialRect: { width: 1_200, height: 700 },
  });
  const at = useMemo(() => rows.findIndex(({ span }) => span.spanId === chosen), [rows, chosen]);
  useEffect(() => {
    if (at >= 0) virtualizer.scrollToIndex(at, { align: 'auto' });
  }, [at, virtualizer]);
  const toggle = (spanId: string) => {
    const next = new Set(closed);
    if (!next.delete(spanId)) next.add(spanId);
    setClosed(next);
  };
  return (
    <section
      ref={scroller}
      aria-label="Waterfall"
      data-testid="waterfall"
      className="isolate max-h-[max(20rem,calc(100dvh-18rem))] overflow-y-auto overscroll-contain pb-2"
    >
      <TimeAxis bounds={bounds} />
      <ol aria-label="Spans" className="relative" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, start }) => {
          const row = rows[index];
          return (
            row && (
              <WaterfallRow
                key={row.span.spanId}
                row={row}
                place={{ index, count: rows.length, top: start, height: rowHeight }}
                bounds={bounds}
                isClosed={closed.has(row.span.spanId)}
                isChosen={row.span.spanId === chosen}
                linkTo={linkWith({ span: row.span.spanId })}
                replace={chosen !== null}
                onToggle={toggle}
              />
            )
          );
        })}
      </ol>
    </section>
  );
}
