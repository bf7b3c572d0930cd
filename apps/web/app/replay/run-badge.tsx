import type { ReplayRun } from '@apiscope/core/replay/run-schema';
import { Badge } from '../ui/badge.tsx';
import { StatusBadge } from './status-badge.tsx';

type RunBadgeProps = { run: Pick<ReplayRun, 'status' | 'statusCode' | 'equal'> };

/** How a replay ended, and whether the answer was the captured one. */
export function RunBadge({ run }: RunBadgeProps) {
  if (run.status === 'failed')
    return (
      <Badge tone="bad" title="sent, but not answered">
        failed
      </Badge>
    );
  if (run.status === 'refused')
    return (
      <Badge tone="warn" title="not sent">
        refused
      </Badge>
    );
  return (
    <>
      <StatusBadge status={run.statusCode} />
      {run.equal !== null && (
        <Badge tone={run.equal ? 'good' : 'warn'}>{run.equal ? 'same answer' : 'differs'}</Badge>
      )}
    </>
  );
}
