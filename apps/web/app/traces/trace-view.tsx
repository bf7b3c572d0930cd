import { adjustSkew, type Shifted } from '@apiscope/core/traces/adjust-skew';
import type { Span } from '@apiscope/core/traces/schema';
import { Link, useLocation } from '@remix-run/react';
import { Waypoints } from 'lucide-react';
import { useMemo } from 'react';
import { scopeOf } from '../shell/nav-items.ts';
import { Card } from '../ui/card.tsx';
import { Drawer } from '../ui/drawer.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Notice } from '../ui/notice.tsx';
import { PageHead } from '../ui/page-head.tsx';
import { useLinkWith } from '../ui/use-link-with.ts';
import { useNextParams } from '../ui/use-next-params.ts';
import { boundsOf } from './bounds-of.ts';
import { SkewNotice } from './skew-notice.tsx';
import { SpanDetail } from './span-detail.tsx';
import { type ShownTrace, TraceFacts } from './trace-facts.tsx';
import { TraceRecords } from './trace-records.tsx';
import { Waterfall } from './waterfall.tsx';

/** One trace: its spans over time, what is known of the chosen one, and the logs and captured requests of the trace. */
export function TraceView({ trace }: { trace: ShownTrace }) {
  const linkWith = useLinkWith();
  const { search } = useLocation();
  const params = useNextParams();
  const isRecorded = params.get('times') === 'recorded';
  const adjusted = useMemo(() => adjustSkew(trace.spans), [trace.spans]);
  const spans = useMemo(() => (isRecorded ? adjusted.map(asRecorded) : adjusted), [adjusted, isRecorded]);
  const span = spans.find(({ spanId }) => spanId === params.get('span'));
  const orphans = spans.filter(({ isOrphan }) => isOrphan).length;
  return (
    <>
      <PageHead
        title={
          <>
            <Link to={`/dashboard/traces${scopeOf(search)}`} className="text-accent hover:underline">
              Traces
            </Link>{' '}
            <span className="text-faint">/</span> <span className="break-all">{trace.name}</span>
          </>
        }
      />
      <TraceFacts trace={trace} />
      {!trace.hasRoot && (
        <Notice tone="info">
          The span that began this trace is not here, or not yet: its start may be missing.
        </Notice>
      )}
      {orphans > 0 && trace.hasRoot && (
        <Notice tone="info">
          {orphans === 1 ? 'One span names a parent that is' : `${orphans} spans name parents that are`} not
          here: what led to {orphans === 1 ? 'it' : 'them'} was not sent, or not yet.
        </Notice>
      )}
      {trace.spansAreCut && (
        <Notice tone="info">
          Only the first {trace.spans.length.toLocaleString('en-US')} of{' '}
          {trace.spanCount.toLocaleString('en-US')} spans are shown.
        </Notice>
      )}
      <SkewNotice spans={adjusted} isRecorded={isRecorded} />
      <Card title="Spans" note={isRecorded ? 'times as they were recorded' : undefined}>
        {spans.length === 0 ? (
          <EmptyState icon={Waypoints} title="No spans are left of this trace">
            Retention has removed them; what is known of the trace as a whole goes next.
          </EmptyState>
        ) : (
          <Waterfall spans={spans} chosen={params.get('span')} />
        )}
      </Card>
      <TraceRecords trace={trace} />
      {span && (
        <Drawer
          label={`Span ${span.name}`}
          title={<span className="truncate">{span.name}</span>}
          closeTo={linkWith({ span: null })}
        >
          <SpanDetail span={span} start={boundsOf(spans).start} />
        </Drawer>
      )}
    </>
  );
}

function asRecorded(span: Shifted<Span>): Shifted<Span> {
  return { ...span, offset: span.offset - span.shift, shift: 0 };
}
