import type { PatternListItem } from '@apiscope/core/logs/pattern-schema';
import { Sparkline } from '../charts/sparkline.tsx';
import { exactCount, formatCount } from '../format/format-count.ts';
import { bucketName } from '../range/bucket-size.ts';
import { Timestamp } from '../time/timestamp.tsx';
import { Badge } from '../ui/badge.tsx';
import { CutText } from '../ui/cut-text.tsx';
import { columnsOf } from '../ui/table-columns.ts';
import { LevelMix } from './level-mix.tsx';
import { PatternText } from './pattern-text.tsx';

const column = columnsOf<PatternListItem>();

/** Younger patterns are marked, ms. */
const newMs = 86_400_000;

/** The columns of the list of patterns. `windowSize`: seconds a bucket of the trends. */
export function patternColumns({ now, windowSize }: { now: number; windowSize: number }) {
  return column.columns([
    column.accessor('pattern', {
      header: 'Pattern',
      cell: ({ getValue, row: { original } }) => (
        <span className="flex items-center gap-2" title={original.sample}>
          {original.isOverflow && (
            <Badge tone="warn" title="lines of all patterns past the cap of the service">
              overflow
            </Badge>
          )}
          <span className="truncate font-mono text-xs max-sm:line-clamp-2 max-sm:whitespace-normal max-sm:break-words">
            <PatternText pattern={getValue().slice(0, 500)} />
          </span>
          {now - Date.parse(original.firstSeen) < newMs && (
            <span className="max-sm:hidden">
              <Badge tone="accent" title="first seen within the last 24 hours">
                new
              </Badge>
            </span>
          )}
        </span>
      ),
      meta: { sort: 'pattern', className: 'max-w-0 w-1/2' },
    }),
    column.accessor('service', {
      header: 'Service',
      cell: ({ getValue }) => <CutText text={getValue()} />,
      meta: { sort: 'service', className: 'w-28 max-w-28 max-md:hidden' },
    }),
    column.accessor('source', {
      header: 'Source',
      cell: ({ getValue, row }) => <CutText text={row.original.isOverflow ? 'any' : getValue()} />,
      meta: { sort: 'source', className: 'w-32 max-w-32 max-lg:hidden' },
    }),
    column.accessor('levels', {
      header: 'Levels',
      cell: ({ getValue }) => <LevelMix levels={getValue()} />,
      meta: { className: 'w-20 max-sm:hidden' },
    }),
    column.accessor('count', {
      header: () => <span title="lines ever stored">Lines</span>,
      cell: ({ getValue }) => (
        <span title={`${exactCount(getValue())} lines ever`}>{formatCount(getValue())}</span>
      ),
      meta: { align: 'right', sort: 'count', className: 'w-16' },
    }),
    column.accessor('trend', {
      header: 'Trend',
      cell: ({ getValue }) => <Sparkline counts={getValue()} label={describe(getValue(), windowSize)} />,
      meta: { className: 'w-32 max-sm:w-16' },
    }),
    column.accessor('firstSeen', {
      header: 'First seen',
      cell: ({ getValue }) => <Moment at={getValue()} />,
      meta: { sort: 'firstSeen', className: 'w-36 max-xl:hidden' },
    }),
    column.accessor('lastSeen', {
      header: 'Last seen',
      cell: ({ getValue }) => <Moment at={getValue()} />,
      meta: { sort: 'lastSeen', className: 'w-36 max-md:hidden' },
    }),
  ]);
}

function describe(trend: readonly number[], windowSize: number): string {
  const total = trend.reduce((sum, count) => sum + count, 0);
  if (total === 0) return 'no lines in this range';
  return `${exactCount(total)} lines in this range, at most ${exactCount(Math.max(...trend))} in ${bucketName(windowSize)}`;
}

function Moment({ at }: { at: string }) {
  return (
    <span className="font-mono text-xs text-muted">
      <Timestamp at={at} style="day-minute" />
    </span>
  );
}
