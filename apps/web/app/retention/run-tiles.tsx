import type { RetentionOverview } from '@apiscope/core/retention/schema';
import { Link } from '@remix-run/react';
import type { ReactNode } from 'react';
import { formatBytes } from '../format/format-bytes.ts';
import { exactCount } from '../format/format-count.ts';
import { formatAge } from '../time/format-age.ts';
import { Timestamp } from '../time/timestamp.tsx';
import { JobStatusBadge } from '../worker/job-status-badge.tsx';

/** The database as a whole, the next run, and how the last one went. */
export function RunTiles({ overview, now }: { overview: RetentionOverview; now: number }) {
  const { databaseBytes, nextRun, job } = overview;
  return (
    <div className="grid grid-cols-2 gap-3 sm:grid-cols-3">
      <Tile name="Database" value={formatBytes(databaseBytes)}>
        <span title={`${exactCount(databaseBytes)} bytes`}>on disk, everything that is stored</span>
      </Tile>
      <Tile name="Next run" value={`in ${formatAge(Date.parse(nextRun) - now)}`}>
        <Timestamp at={nextRun} style="day-minute" />
      </Tile>
      <Tile name="Last run" value={job === null ? '–' : <LastJob job={job} now={now} />}>
        {job === null ? (
          'has not run yet'
        ) : (
          <>
            {job.error !== null && (
              <span role="alert" className="line-clamp-2 text-bad" title={job.error}>
                {job.error}
              </span>
            )}
            <Link to={`/dashboard/worker?job=${job.id}`} className="text-accent hover:underline">
              Job {job.id}
            </Link>
          </>
        )}
      </Tile>
    </div>
  );
}

function LastJob({ job, now }: { job: NonNullable<RetentionOverview['job']>; now: number }) {
  const { status, startedAt, finishedAt } = job;
  const at = status === 'running' ? startedAt : (finishedAt ?? startedAt);
  return (
    <span className="flex items-center gap-2">
      <JobStatusBadge status={status} isStuck={false} />
      {at !== null && (
        <span>
          {status === 'running' && 'for '}
          {formatAge(now - Date.parse(at))}
          {status !== 'running' && ' ago'}
        </span>
      )}
    </span>
  );
}

function Tile({ name, value, children }: { name: string; value: ReactNode; children: ReactNode }) {
  return (
    <section
      aria-label={name}
      className="min-w-0 last:max-sm:col-span-2 rounded-lg border border-line bg-surface px-4 py-3"
    >
      <h2 className="text-xs font-medium text-faint">{name}</h2>
      <div className="mt-1 text-[22px] font-semibold leading-7 tabular-nums">{value}</div>
      <p className="mt-0.5 text-xs text-faint">{children}</p>
    </section>
  );
}
