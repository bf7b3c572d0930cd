import type { LogHistogram as Histogram } from '@apiscope/core/logs/schema';
import { Link, useNavigate, useSearchParams } from '@remix-run/react';
import { TriangleAlert, ZoomOut } from 'lucide-react';
import { memo, useCallback, useMemo } from 'react';
import { api } from '../api/api.client.ts';
import { BarChart } from '../charts/bar-chart.tsx';
import type { Bar } from '../charts/stack-bars.ts';
import { exactCount } from '../format/format-count.ts';
import { bucketName } from '../range/bucket-size.ts';
import { readRange, type Span } from '../range/range.ts';
import { Timestamp } from '../time/timestamp.tsx';
import { buttonLook } from '../ui/button.tsx';
import { classNames } from '../ui/class-names.ts';
import { CountsFailed } from './counts-failed.tsx';
import { levelStacks } from './level-stacks.ts';
import { hasTerms, isByRelevance } from './logs-query.ts';
import { type CountsProps, useLogCounts } from './use-log-counts.ts';
import { usePanel } from './use-panel.ts';
import { narrowTo, widened } from './zoom.ts';

/** How many lines there are over time, by level; a stretch of it chosen with the pointer or the keys becomes the range. */
export const LogHistogram = memo(function LogHistogram(props: CountsProps) {
  const panel = usePanel('chart');
  const [params] = useSearchParams();
  const navigate = useNavigate();
  const { answer, problem, isLoading, retry } = useLogCounts({
    ...props,
    isShown: panel.isShown,
    ask: (input, options) => api.logs.histogram.query(input, options),
  });
  const bars = useMemo(() => (answer ? barsOf(answer) : []), [answer]);
  const countedAt = answer?.now ?? props.now;
  const onChoose = useCallback(
    (span: Span) =>
      void navigate(
        { search: narrowTo(params, { span, now: countedAt }).toString() },
        { preventScrollReset: true },
      ),
    [navigate, params, countedAt],
  );
  if (!panel.isShown) return null;
  const { range } = readRange(params);
  return (
    <section
      aria-label="Lines over time"
      aria-busy={isLoading}
      data-testid="histogram"
      className={classNames('rounded-lg border border-line bg-surface px-3 pb-1 pt-1.5', panel.className)}
    >
      <header className="mb-1 flex min-h-6 flex-wrap items-center gap-x-3 text-xs text-faint">
        <h2 className="font-semibold text-ink">Over time</h2>
        {answer && answer.total > 0 && (
          <span>
            {answer.isCapped ? 'newest ' : ''}
            {exactCount(answer.total)} lines{isByRelevance(params) && ' with every term'},{' '}
            {bucketName(answer.windowSize)} a bar
          </span>
        )}
        {answer && problem && <CountsFailed what="The counts" isStale problem={problem} onRetry={retry} />}
        <span className="ml-auto flex flex-wrap items-center gap-x-3">
          {answer && <Legend histogram={answer} />}
          {range.kind === 'custom' && (
            <Link
              to={{ search: widened(params, range).toString() }}
              preventScrollReset
              className={classNames(buttonLook({ tone: 'quiet', size: 'small' }), 'h-6')}
            >
              <ZoomOut aria-hidden className="size-3.5" />
              Wider
            </Link>
          )}
        </span>
      </header>
      {answer?.isCapped && (
        <p className="mb-1 flex items-center gap-1.5 text-xs text-muted" data-testid="capped">
          <TriangleAlert aria-hidden className="size-3.5 shrink-0 text-warn" />
          <span>
            Counted back to{' '}
            {answer.buckets[0] && <Timestamp at={answer.buckets[0].start} style="day-second" />}
            {answer.reason && `: ${answer.reason}`}.
          </span>
        </p>
      )}
      <div className={classNames('min-h-[4.6rem]', isLoading && answer && 'opacity-50')}>
        {answer === null ? (
          <div className="grid h-[4.6rem] place-items-center text-xs text-faint">
            {props.isRefused ? (
              'Not counted: a filter is refused.'
            ) : problem ? (
              <CountsFailed what="The counts" problem={problem} onRetry={retry} />
            ) : (
              'Counting…'
            )}
          </div>
        ) : answer.total === 0 ? (
          <div className="grid h-[4.6rem] place-items-center text-xs text-faint">
            {hasTerms(params.get('search'))
              ? 'No line in this range has every term.'
              : 'No lines in this range.'}
          </div>
        ) : (
          <BarChart
            bars={bars}
            stacks={levelStacks}
            label="Lines over time"
            noun="lines"
            now={answer.now}
            onChoose={onChoose}
          />
        )}
      </div>
    </section>
  );
});

function barsOf({ buckets, windowSize }: Histogram): Bar[] {
  return buckets.map(({ start, levels }) => {
    const from = Date.parse(start);
    return { start: from, end: from + windowSize * 1_000, values: levelStacks.map(({ id }) => levels[id]) };
  });
}

/** The levels that there are. */
function Legend({ histogram }: { histogram: Histogram }) {
  const present = levelStacks.filter(({ id }) => histogram.buckets.some(({ levels }) => levels[id] > 0));
  return (
    <ul className="flex flex-wrap gap-x-3 max-sm:hidden">
      {present.map(({ id, color }) => (
        <li key={id} className="flex items-center gap-1">
          <span aria-hidden className="size-2 rounded-sm" style={{ background: color }} />
          {id}
        </li>
      ))}
    </ul>
  );
}
