import type { JobStatus } from '@apiscope/core/jobs/schema';
import { Badge, type BadgeTone } from '../ui/badge.tsx';

const looks: Record<JobStatus, { tone: BadgeTone; about: string }> = {
  queued: { tone: 'neutral', about: 'waiting for its time or for a worker' },
  running: { tone: 'accent', about: 'a worker is on it' },
  succeeded: { tone: 'good', about: 'done' },
  failed: { tone: 'warn', about: 'an attempt failed; it will be tried again' },
  dead: { tone: 'bad', about: 'every attempt failed' },
  cancelled: { tone: 'neutral', about: 'taken out of the queue' },
};

/** Every state, from waiting to done. The schema has them too, but would bring the validator to the browser. */
export const jobStatuses = Object.keys(looks) as JobStatus[];

/** The state of a job; a stuck one is running on a worker that no longer answers. */
export function JobStatusBadge({ status, isStuck }: { status: JobStatus; isStuck: boolean }) {
  if (isStuck)
    return (
      <Badge tone="warn" title="its worker stopped answering; it will be taken up again">
        stuck
      </Badge>
    );
  const { tone, about } = looks[status];
  return (
    <Badge tone={tone} title={about}>
      {status}
    </Badge>
  );
}
