import type { Log } from '@apiscope/core/logs/schema';
import type { WholeTrace } from '@apiscope/core/traces/schema';
import { Link } from '@remix-run/react';
import { exactLatency, formatLatency } from '../format/format-latency.ts';
import { Timestamp } from '../time/timestamp.tsx';
import { Badge } from '../ui/badge.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { FieldList } from '../ui/field-list.tsx';
import { useLinkWith } from '../ui/use-link-with.ts';

/** A trace with as much of its logs as is shown. */
export type ShownTrace = Omit<WholeTrace, 'logs'> & {
  logs: readonly Pick<Log, 'id' | 'level' | 'message' | 'created_at'>[];
};

/** What is known of a trace as a whole. */
export function TraceFacts({ trace }: { trace: ShownTrace }) {
  const linkWith = useLinkWith();
  const failed = trace.spans.find(({ status }) => status === 'error');
  return (
    <section aria-label="About the trace" className="rounded-lg border border-line bg-surface px-4 py-3">
      <FieldList
        fields={[
          [
            'Began',
            <span key="at" className="max-sm:text-xs">
              <Timestamp at={trace.timestamp} />
            </span>,
          ],
          [
            'Duration',
            <span key="duration" title={exactLatency(trace.duration)}>
              {formatLatency(trace.duration)}
            </span>,
          ],
          ['Status', trace.statusCode],
          [
            'Spans',
            <span key="spans" className="flex flex-wrap items-center gap-2">
              {trace.spanCount.toLocaleString('en-US')}
              {trace.hasError && <Badge tone="bad">{trace.errorCount} failed</Badge>}
              {failed && (
                <Link
                  to={linkWith({ span: failed.spanId })}
                  preventScrollReset
                  className="text-accent hover:underline"
                >
                  first failed span
                </Link>
              )}
            </span>,
          ],
          ['Services', trace.services.join(', ')],
          [
            'Id',
            <span key="id" className="flex min-w-0 items-center gap-1">
              <code className="min-w-0 break-all text-xs">{trace.traceId}</code>
              <CopyButton text={trace.traceId} what="trace id" />
            </span>,
          ],
        ]}
      />
    </section>
  );
}
