import { type SetRun, sendStatuses } from '@apiscope/core/replay/set-run-schema';
import { Link } from '@remix-run/react';
import { exactCount } from '../format/format-count.ts';
import { classNames } from '../ui/class-names.ts';
import { useLinkWith } from '../ui/use-link-with.ts';
import { sendTones } from './run-badge.tsx';

/** In which order states are drawn, what is over first. */
const drawn = ['equal', 'different', 'failed', 'refused', 'interrupted', 'sending'] as const;

/** How far a run is: a bar of what came of its requests, and each state with its count as a filter. */
export function RunProgress({ run, chosen }: { run: SetRun; chosen: string | null }) {
  const linkWith = useLinkWith();
  const percent = run.total === 0 ? 0 : Math.floor((100 * run.done) / run.total);
  return (
    <div className="space-y-2">
      <div
        role="progressbar"
        aria-label="Requests sent"
        aria-valuemin={0}
        aria-valuemax={run.total}
        aria-valuenow={run.done}
        className="flex h-2.5 overflow-hidden rounded-full bg-raised"
      >
        {drawn.map((status) => (
          <span
            key={status}
            className={classNames('h-full transition-[width] duration-300', sendTones[status].bar)}
            style={{ width: `${(100 * run.counts[status]) / Math.max(1, run.total)}%` }}
          />
        ))}
      </div>
      <p className="text-xs text-muted tabular-nums">
        {exactCount(run.done)} of {exactCount(run.total)}, {percent} %
      </p>
      <nav aria-label="Requests by what came of them" className="flex flex-wrap gap-1">
        {[null, ...sendStatuses].map((status) => {
          const count = status === null ? run.total : run.counts[status];
          if (count === 0 && status !== chosen) return null;
          return (
            <Link
              key={status ?? 'all'}
              to={linkWith({ status__eq: status, page: null })}
              preventScrollReset
              aria-current={chosen === status || undefined}
              className={classNames(
                'inline-flex h-7 items-center gap-1.5 rounded-md px-2 text-xs text-muted hover:bg-raised',
                chosen === status && 'bg-accent-soft font-medium text-accent',
              )}
            >
              {status ?? 'all'}
              <span className="tabular-nums opacity-80">{exactCount(count)}</span>
            </Link>
          );
        })}
      </nav>
    </div>
  );
}
