import type { WorkerHeartbeat } from '@apiscope/core/jobs/schema';
import { formatAge } from '../time/format-age.ts';
import { Timestamp } from '../time/timestamp.tsx';
import { Badge } from '../ui/badge.tsx';
import { Card } from '../ui/card.tsx';

/** The processes that run jobs, and when each was last heard of. */
export function WorkerList({ workers, now }: { workers: WorkerHeartbeat[]; now: number }) {
  return (
    <Card title="Workers" note={`${workers.filter(({ alive }) => alive).length} alive`}>
      {workers.length === 0 ? (
        <p className="px-4 pb-6 pt-4 text-center text-[13px] text-faint">No worker has ever reported.</p>
      ) : (
        <ul className="pb-1">
          {workers.map(({ id, hostname, pid, alive, running, seenAt, startedAt }) => (
            <li
              key={id}
              className="flex flex-wrap items-center gap-x-3 gap-y-0.5 border-t border-line/60 px-4 py-2 text-[13px] first:border-t-0"
            >
              <Badge tone={alive ? 'good' : 'bad'}>{alive ? 'alive' : 'gone'}</Badge>
              <span className="truncate font-mono text-xs" title={id}>
                {hostname}:{pid}
              </span>
              <span className="text-xs text-muted">{running} running</span>
              <span className="ml-auto text-xs text-faint">
                seen {formatAge(now - Date.parse(seenAt))} ago, up since{' '}
                <Timestamp at={startedAt} style="day-minute" />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
