import { Link, useLocation } from '@remix-run/react';
import { LevelBadge } from '../logs/level-badge.tsx';
import type { LogRow } from '../logs/log-row.ts';
import type { StreamScope } from '../range/scope.ts';
import { scopeOf } from '../shell/nav-items.ts';
import { Timestamp } from '../time/timestamp.tsx';
import { Card } from '../ui/card.tsx';
import { useRecentLogs } from './use-recent-logs.ts';

type RecentLogsProps = { logs: LogRow[]; scope: StreamScope; most: number };

/** The newest lines of the range, live. Rows have one height, so nothing below them moves. */
export function RecentLogs({ logs, scope: shown, most }: RecentLogsProps) {
  const rows = useRecentLogs(logs, shown, most);
  const scope = scopeOf(useLocation().search);
  return (
    <Card
      title="Recent logs"
      action={
        <Link
          to={`/dashboard/logs${scope}`}
          className="rounded text-xs font-medium text-accent hover:underline"
        >
          All logs
        </Link>
      }
    >
      {rows.length === 0 ? (
        <p className="px-4 pb-6 pt-4 text-center text-[13px] text-faint">No log lines in this range.</p>
      ) : (
        <ul className="pb-1" data-testid="recent-logs">
          {rows.map((log) => (
            <li key={log.id} className="border-t border-line/60 first:border-t-0">
              <Link
                to={`/dashboard/logs?${new URLSearchParams([...new URLSearchParams(scope), ['log', String(log.id)]])}`}
                className="grid h-8 grid-cols-[10rem_3.5rem_minmax(0,1fr)] max-sm:grid-cols-[4.5rem_3.5rem_minmax(0,1fr)] items-center gap-2 px-4 text-[13px] hover:bg-raised/60"
              >
                <span className="font-mono text-xs text-faint">
                  <Timestamp at={log.created_at} style="day-second" />
                </span>
                <LevelBadge level={log.level} />
                <span className="truncate font-mono text-xs" title={log.message}>
                  {log.message}
                </span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
