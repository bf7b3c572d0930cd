import type { Cron } from '@apiscope/core/jobs/schema';
import { useFetcher } from '@remix-run/react';
import { Play } from 'lucide-react';
import { Timestamp } from '../time/timestamp.tsx';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { JobStatusBadge } from './job-status-badge.tsx';

/** What runs by the clock: when it did last, when it will next, and a way to run it at once. */
export function CronTable({ crons }: { crons: Cron[] }) {
  const fetcher = useFetcher({ key: 'job-action' });
  return (
    <Card title="Schedule" note="cron expressions are in UTC">
      <ul className="pb-1">
        {crons.map(({ task, schedule, about, nextRun, lastRun, lastStatus }) => (
          <li
            key={`${task} ${schedule}`}
            className="flex items-center gap-3 border-t border-line/60 px-4 py-2 first:border-t-0"
          >
            <div className="min-w-0 flex-1">
              <p className="flex flex-wrap items-center gap-x-2 text-[13px]">
                <span className="font-mono text-xs font-medium">{task}</span>
                <code className="rounded bg-raised px-1.5 font-mono text-[11px] text-muted">{schedule}</code>
                {lastStatus && <JobStatusBadge status={lastStatus} isStuck={false} />}
              </p>
              <p className="mt-0.5 truncate text-xs text-faint" title={about}>
                Next <Timestamp at={nextRun} style="day-minute" />
                {lastRun ? (
                  <>
                    , last <Timestamp at={lastRun} style="day-minute" />
                  </>
                ) : (
                  ', not run yet'
                )}
                {` · ${about}`}
              </p>
            </div>
            <Button
              needs="operate"
              size="small"
              disabled={fetcher.state !== 'idle'}
              aria-label={`Run ${task} now`}
              onClick={() =>
                fetcher.submit({ intent: 'run', task }, { method: 'post', action: '/dashboard/worker' })
              }
            >
              <Play aria-hidden className="size-3.5" />
              Run now
            </Button>
          </li>
        ))}
      </ul>
    </Card>
  );
}
