import type { ReplayRun } from '@apiscope/core/replay/run-schema';
import { Link } from '@remix-run/react';
import { exactCount } from '../format/format-count.ts';
import { formatLatency } from '../format/format-latency.ts';
import { Timestamp } from '../time/timestamp.tsx';
import { Section } from '../ui/section.tsx';
import { useLinkWith } from '../ui/use-link-with.ts';
import { RunBadge } from './run-badge.tsx';

type ListedRun = Pick<
  ReplayRun,
  'id' | 'status' | 'statusCode' | 'equal' | 'target' | 'duration' | 'created_at' | 'error'
>;

type RunListProps = { runs: readonly ListedRun[]; total: number; openId: number | null };

/** The replays of a captured request, newest first; each leads to its answer. */
export function RunList({ runs, total, openId }: RunListProps) {
  const linkWith = useLinkWith();
  return (
    <Section title={openId === null ? 'Replays' : 'All replays'}>
      {runs.length === 0 ? (
        <p className="text-[13px] text-muted">
          It was not sent again yet.{' '}
          <Link
            to={linkWith({ tab: 'replay', run: null, compare: null })}
            preventScrollReset
            className="font-medium text-accent hover:underline"
          >
            Replay it
          </Link>
        </p>
      ) : (
        <ul className="-mx-2" data-testid="runs">
          {runs.map((run) => (
            <li key={run.id}>
              <Link
                to={linkWith({ tab: 'runs', run: String(run.id), compare: null })}
                preventScrollReset
                aria-current={run.id === openId || undefined}
                className="flex flex-wrap items-center gap-2 rounded-md px-2 py-1.5 text-xs hover:bg-raised aria-[current]:bg-accent-soft"
              >
                <span className="font-mono text-faint">#{run.id}</span>
                <Timestamp at={run.created_at} style="day-second" />
                <RunBadge run={run} />
                <span className="text-muted">{run.target ?? 'in process'}</span>
                <span className="ml-auto tabular-nums text-muted">{formatLatency(run.duration)}</span>
                {run.error !== null && <span className="w-full truncate text-muted">{run.error}</span>}
              </Link>
            </li>
          ))}
        </ul>
      )}
      {total > runs.length && (
        <p className="mt-1 text-xs text-faint">
          the newest {runs.length} of {exactCount(total)}
        </p>
      )}
    </Section>
  );
}
