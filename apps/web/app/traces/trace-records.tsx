import { Link } from '@remix-run/react';
import { LevelBadge } from '../logs/level-badge.tsx';
import { Timestamp } from '../time/timestamp.tsx';
import { Card } from '../ui/card.tsx';
import type { ShownTrace } from './trace-facts.tsx';

const action = 'text-[13px] text-accent hover:underline';

/** What else was recorded under the id of a trace: captured requests and lines of log, with the ways to their own pages. */
export function TraceRecords({ trace }: { trace: ShownTrace }) {
  const filter = `range=30d&traceId__eq=${trace.traceId}`;
  return (
    <div className="grid gap-3 lg:grid-cols-2">
      <Card
        title="Captured requests"
        action={
          <Link to={`/dashboard/replay?${filter}`} className={action}>
            among the snapshots
          </Link>
        }
      >
        {trace.snapshots.length === 0 && <None>No request of this trace was captured.</None>}
        <ul className="max-h-80 space-y-1 overflow-y-auto px-4 pb-3 pt-1 text-[13px]">
          {trace.snapshots.map(({ id, method, path, statusCode, service }) => (
            <li key={id} className="break-all">
              <Link to={`/dashboard/replay?range=30d&snapshot=${id}`} className="text-accent hover:underline">
                {method} {path}
              </Link>{' '}
              {statusCode} <span className="text-xs text-faint">{service}</span>
            </li>
          ))}
        </ul>
      </Card>
      <Card
        title="Logs"
        note={trace.logsAreCut ? `the first ${trace.logs.length}` : undefined}
        action={
          <Link to={`/dashboard/logs?${filter}`} className={action}>
            among the logs
          </Link>
        }
      >
        {trace.logs.length === 0 && <None>No line of log carries the id of this trace.</None>}
        <ul className="max-h-80 space-y-1 overflow-y-auto px-4 pb-3 pt-1">
          {trace.logs.map(({ id, level, message, created_at }) => (
            <li key={id} className="flex items-baseline gap-2 text-[13px]">
              <LevelBadge level={level} />
              <Timestamp at={created_at} style="second" />
              <Link
                to={`/dashboard/logs?${filter}&log=${id}`}
                className="min-w-0 break-words font-mono text-xs hover:underline"
              >
                {message.slice(0, 500)}
              </Link>
            </li>
          ))}
        </ul>
      </Card>
    </div>
  );
}

function None({ children }: { children: string }) {
  return <p className="px-4 pt-1 text-[13px] text-muted">{children}</p>;
}
