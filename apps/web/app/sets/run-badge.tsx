import type { SetRun, SetSend } from '@apiscope/core/replay/set-run-schema';
import { Badge, type BadgeTone } from '../ui/badge.tsx';

const runTones: Record<SetRun['status'], BadgeTone> = {
  queued: 'neutral',
  running: 'accent',
  paused: 'warn',
  cancelled: 'neutral',
  done: 'neutral',
};

/** The verdict of a run once it has one, else its state. */
export function RunBadge({ run }: { run: Pick<SetRun, 'status' | 'verdict' | 'kind'> }) {
  if (run.verdict !== null)
    return <Badge tone={run.verdict === 'pass' ? 'good' : 'bad'}>{run.verdict}</Badge>;
  return (
    <Badge tone={runTones[run.status]}>
      {run.kind === 'learn' && run.status === 'done' ? 'learnt' : run.status}
    </Badge>
  );
}

/** The colours of what came of a request, in words and in the progress bar. */
export const sendTones: Record<SetSend['status'], { badge: BadgeTone; bar: string }> = {
  equal: { badge: 'good', bar: 'bg-good' },
  different: { badge: 'bad', bar: 'bg-bad' },
  failed: { badge: 'bad', bar: 'bg-bad/70' },
  refused: { badge: 'warn', bar: 'bg-warn' },
  interrupted: { badge: 'warn', bar: 'bg-warn/60' },
  sending: { badge: 'accent', bar: 'bg-accent' },
  pending: { badge: 'neutral', bar: '' },
};
