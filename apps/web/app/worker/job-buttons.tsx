import { useFetcher } from '@remix-run/react';
import { Ban, Play, RotateCcw } from 'lucide-react';
import { AlertDialog } from 'radix-ui';
import { Button } from '../ui/button.tsx';
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
      <Button size="small" tone="primary" disabled={isBusy} onClick={() => send('retry')}>
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
    <AlertDialog.Root>
      <AlertDialog.Trigger asChild>
        <Button size="small" tone="danger" disabled={isBusy}>
          <Ban aria-hidden className="size-3.5" />
          Cancel
        </Button>
      </AlertDialog.Trigger>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="fixed inset-0 z-40 bg-black/40" />
        <AlertDialog.Content
          className="fixed left-1/2 top-1/2 z-50 w-[min(24rem,92vw)] -translate-x-1/2 -translate-y-1/2 rounded-xl border border-line bg-surface p-5 shadow-2xl"
          onKeyDown={(event) => event.key === 'Escape' && event.stopPropagation()}
        >
          <AlertDialog.Title className="text-sm font-semibold">Cancel job {job.id}?</AlertDialog.Title>
          <AlertDialog.Description className="mt-2 text-[13px] text-muted">
            <span className="font-mono text-xs">{job.task}</span> will not run. Its row stays in the history,
            and it can be run again later.
          </AlertDialog.Description>
          <div className="mt-4 flex justify-end gap-2">
            <AlertDialog.Cancel asChild>
              <Button>Keep it</Button>
            </AlertDialog.Cancel>
            <AlertDialog.Action asChild>
              <Button tone="danger" onClick={onConfirm}>
                Cancel the job
              </Button>
            </AlertDialog.Action>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
