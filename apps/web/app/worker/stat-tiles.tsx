import type { JobStatus, WorkerStats } from '@apiscope/core/jobs/schema';
import { Link } from '@remix-run/react';
import { exactCount, formatCount } from '../format/format-count.ts';
import { formatAge } from '../time/format-age.ts';
import { classNames } from '../ui/class-names.ts';
import { useLinkWith } from '../ui/use-link-with.ts';
import { jobStatuses } from './job-status-badge.tsx';

/** How much waits, how fast it goes, what went wrong; and how many jobs are in each state. */
export function StatTiles({ stats }: { stats: WorkerStats }) {
  const { depth, oldestAge, throughput, failures, stuck } = stats;
  const tiles = [
    {
      name: 'Waiting',
      value: formatCount(depth),
      exact: `${exactCount(depth)} jobs are due and wait`,
      isBad: false,
    },
    {
      name: 'Oldest waits',
      value: oldestAge === null ? '–' : formatAge(oldestAge * 1_000),
      exact: oldestAge === null ? 'nothing waits' : `overdue by ${exactCount(oldestAge)} s`,
      isBad: oldestAge !== null && oldestAge > 60,
    },
    {
      name: 'Done in the last hour',
      value: formatCount(throughput),
      exact: `${exactCount(throughput)} jobs`,
      isBad: false,
    },
    {
      name: 'Failed for good, 24 h',
      value: formatCount(failures),
      exact: `${exactCount(failures)} jobs used up their attempts`,
      isBad: failures > 0,
    },
    {
      name: 'Stuck',
      value: formatCount(stuck),
      exact: 'running on a worker that stopped answering',
      isBad: stuck > 0,
    },
  ];
  return (
    <div className="grid grid-cols-2 gap-3 md:grid-cols-3 xl:grid-cols-5">
      {tiles.map(({ name, value, exact, isBad }) => (
        <section key={name} aria-label={name} className="rounded-lg border border-line bg-surface px-4 py-3">
          <h2 className="text-xs font-medium text-faint">{name}</h2>
          <p
            title={exact}
            className={classNames(
              'mt-1 text-[22px] font-semibold leading-7 tabular-nums',
              isBad && 'text-bad',
            )}
          >
            {value}
          </p>
        </section>
      ))}
    </div>
  );
}

/** The states of jobs as filters, with how many are in each. */
export function StatusTabs({ counts, chosen }: { counts: WorkerStats['counts']; chosen: string | null }) {
  const linkWith = useLinkWith();
  const tabs: { status: JobStatus | null; name: string }[] = [
    { status: null, name: 'all' },
    ...jobStatuses.map((status) => ({ status, name: status })),
  ];
  return (
    <nav aria-label="Status" className="flex flex-wrap gap-1">
      {tabs.map(({ status, name }) => {
        const isChosen = chosen === status;
        return (
          <Link
            key={name}
            to={linkWith({ status__eq: status, page: null })}
            preventScrollReset
            aria-current={isChosen || undefined}
            className={classNames(
              'inline-flex h-8 items-center gap-1.5 rounded-md px-2.5 text-[13px] text-muted hover:bg-raised',
              isChosen && 'bg-accent-soft font-medium text-accent hover:bg-accent-soft',
            )}
          >
            {name}
            {status && (
              <span className="text-xs tabular-nums opacity-80">{formatCount(counts[status] ?? 0)}</span>
            )}
          </Link>
        );
      })}
    </nav>
  );
}
