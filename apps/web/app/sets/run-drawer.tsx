import { useSearchParams } from '@remix-run/react';
import { Pause, Play, Square } from 'lucide-react';
import type { ReactNode } from 'react';
import { Timestamp } from '../time/timestamp.tsx';
import { Button, buttonLook } from '../ui/button.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { Drawer } from '../ui/drawer.tsx';
import { FieldList } from '../ui/field-list.tsx';
import { Notice } from '../ui/notice.tsx';
import { Pager } from '../ui/pager.tsx';
import { Section } from '../ui/section.tsx';
import { useLinkWith } from '../ui/use-link-with.ts';
import type { SetsData } from './load-sets.server.ts';
import { RunBadge } from './run-badge.tsx';
import { RunProgress } from './run-progress.tsx';
import { sendColumns } from './send-columns.tsx';
import type { SetActions } from './use-set-actions.ts';

type Ran = NonNullable<SetsData['ran']>;

/** One run of a set as it goes on: progress, what came of every request, and what can be done about it. */
export function RunDrawer({ ran, actions }: { ran: Ran | null; actions: SetActions }) {
  const [params] = useSearchParams();
  const linkWith = useLinkWith();
  const run = ran?.run ?? null;
  const closeTo = linkWith({ run: null, page: null, status__eq: null, set: run && String(run.setId) });
  const title = ran?.set ? `${run?.kind === 'learn' ? 'Learning' : 'Run'} of ${ran.set.name}` : 'Run';
  return (
    <Drawer
      label="Run of a replay set"
      title={
        <>
          <span className="truncate">{title}</span>
          {run && <RunBadge run={run} />}
        </>
      }
      closeTo={closeTo}
    >
      {ran === null ? (
        <p className="p-4 text-[13px] text-muted">Loading …</p>
      ) : run === null || ran.sends === null ? (
        <p className="p-4 text-[13px] text-muted">There is no run {ran.id}. Its set may be deleted.</p>
      ) : (
        <>
          <Section title="Progress" action={<RunButtons run={run} actions={actions} />}>
            <div className="space-y-3">
              {actions.problem && (
                <Notice tone="bad" role="alert">
                  {actions.problem}
                </Notice>
              )}
              {run.isWaiting && (
                <Notice tone="warn">
                  No worker has it. It goes on when one does; see the page Worker if that takes long.
                </Notice>
              )}
              <RunProgress run={run} chosen={params.get('status__eq')} />
              {run.counts.interrupted > 0 && (
                <p className="text-xs text-muted">
                  Interrupted requests may have arrived: their worker stopped while they were sent. They are
                  not sent again, and the run cannot pass.
                </p>
              )}
            </div>
          </Section>
          {run.kind === 'learn' && run.status === 'done' && (
            <Section title="Learnt">
              {run.learned.length === 0 ? (
                <p className="text-[13px] text-muted">
                  Both answers to every request were the same: there is no noise.
                </p>
              ) : (
                <ul className="space-y-1 font-mono text-xs">
                  {run.learned.map((path) => (
                    <li key={path} className="break-words">
                      {path}
                    </li>
                  ))}
                </ul>
              )}
            </Section>
          )}
          <Section
            title="Requests"
            action={
              <a
                href={`/replay/sets/runs/${run.id}`}
                className={buttonLook({ size: 'small', tone: 'quiet' })}
              >
                Report as JSON
              </a>
            }
          >
            {ran.problem && <Notice tone="bad">{ran.problem.message}</Notice>}
            <DataTable
              caption="Requests of the run"
              columns={sendColumns}
              rows={ran.sends.data}
              rowId={({ id }) => String(id)}
            />
            <Pager metadata={ran.sends.metadata} shown={ran.sends.data.length} noun="requests" />
          </Section>
          <Section title="Settings">
            <FieldList
              fields={[
                ['Target', run.target],
                ['Asked for by', run.actor],
                ['Begun', run.startedAt && <Timestamp key="begun" at={run.startedAt} style="day-second" />],
                ['Ended', run.finishedAt && <Timestamp key="ended" at={run.finishedAt} style="day-second" />],
                ['Pace', `${run.concurrency} at once, ${run.rateLimit} a second`],
                ['May differ', run.ignored.length > 0 ? run.ignored.join(', ') : 'nothing'],
              ]}
            />
          </Section>
        </>
      )}
    </Drawer>
  );
}

function RunButtons({ run, actions }: { run: NonNullable<Ran['run']>; actions: SetActions }): ReactNode {
  const { id, status } = run;
  if (status === 'done' || status === 'cancelled') return null;
  return (
    <>
      {status === 'paused' ? (
        <Button
          needs="operate"
          size="small"
          disabled={actions.isBusy}
          onClick={() => void actions.steer(id, 'resume')}
        >
          <Play aria-hidden className="size-3.5" />
          Resume
        </Button>
      ) : (
        <Button
          needs="operate"
          size="small"
          disabled={actions.isBusy}
          onClick={() => void actions.steer(id, 'pause')}
        >
          <Pause aria-hidden className="size-3.5" />
          Pause
        </Button>
      )}
      <Button
        needs="operate"
        size="small"
        tone="danger"
        disabled={actions.isBusy}
        onClick={() => void actions.steer(id, 'cancel')}
      >
        <Square aria-hidden className="size-3.5" />
        Cancel
      </Button>
    </>
  );
}
