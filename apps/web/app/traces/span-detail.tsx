import type { Shifted } from '@apiscope/core/traces/adjust-skew';
import type { Span } from '@apiscope/core/traces/schema';
import { exactLatency } from '../format/format-latency.ts';
import { FieldList } from '../ui/field-list.tsx';
import { JsonView } from '../ui/json-view.tsx';
import { Section } from '../ui/section.tsx';
import { formatShift } from './format-shift.ts';

type SpanDetailProps = {
  span: Shifted<Span>;
  /** Where the time of the waterfall begins, milliseconds from the beginning of the trace. */
  start: number;
};

/** Everything about the chosen span. */
export function SpanDetail({ span, start }: SpanDetailProps) {
  const { events, links, attributes, shift } = span;
  const began = exactLatency(span.offset - start);
  return (
    <>
      <Section title="Span">
        <FieldList
          fields={[
            ['Service', span.service],
            ['Kind', span.kind],
            ['Status', span.statusMessage === null ? span.status : `${span.status}: ${span.statusMessage}`],
            ['Began after', shift === 0 ? began : `${began}, moved by ${formatShift(shift)}`],
            ['Duration', exactLatency(span.duration)],
            ['Parent', span.isOrphan ? `${span.parentSpanId}, which is missing` : span.parentSpanId],
            ['Library', span.scope],
            ['Version', span.version],
            ['Stage', span.stage],
            ['Instance', span.instance],
            ['Id', <code key="id">{span.spanId}</code>],
          ]}
        />
      </Section>
      <Section title="Attributes">
        {attributes === null ? (
          <p className="text-[13px] text-muted">The trace is too large to be answered whole.</p>
        ) : (
          <JsonView value={attributes} />
        )}
      </Section>
      {events !== null && events.length > 0 && (
        <Section title="Events">
          <JsonView value={events} />
        </Section>
      )}
      {links !== null && links.length > 0 && (
        <Section title="Links">
          <JsonView value={links} />
        </Section>
      )}
    </>
  );
}
