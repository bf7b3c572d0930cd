import { useFetcher } from '@remix-run/react';
import { Ban, Play, RotateCcw } from 'lucide-react';
import { Button } from '../ui/button.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import type { JobRow } from './job-columns.tsx';

/** What can be done with a job in its present state; cancelling asks first. */
export function JobButtons({ job }: { job: JobRow }) {
  const fetcher = useFetcher({ key: 'job-action' });
  const isBusy = fetcher.state !== 'idle';
  const isWaiting = job.status === 'queued' || job.status === 'failed';
  const send = (intent: 'retry' | 'cancel') =>
    fetcher.submit({ intent, id: String(job.id) }, { method: 'post', action: '/dashboard/worker' });
  if (job.status === 'running' && !job.stuck) return null;
  return (
    <span className="flex gap-2">
      <Button needs="operate" size="small" tone="primary" disabled={isBusy} onClick={() => send('retry')}>
        {isWaiting ? (
          <Play aria-hidden className="size-3.5" />
        ) : (
          <RotateCcw aria-hidden className="size-3.5" />
        )}
        {isWaiting ? 'Run now' : 'Run again'}
      </Button>
      {isWaiting && <CancelButton job={job} isBusy={isBusy} onConfirm={() => send('cancel')} />}
    </span>
  );
}

function CancelButton({ job, isBusy, onConfirm }: { job: JobRow; isBusy: boolean; onConfirm: () => void }) {
  return (
    <ConfirmDialog
      trigger={
        <Button needs="operate" size="small" tone="danger" disabled={isBusy}>
          <Ban aria-hidden className="size-3.5" />
          Cancel
        </Button>
      }
      title={`Cancel job ${job.id}?`}
      about={
        <>
          <span className="font-mono text-xs">{job.task}</span> will not run. Its row stays in the history,
          and it can be run again later.
        </>
      }
      action="Cancel the job"
      isBusy={isBusy}
      onConfirm={onConfirm}
    />
  );
}
