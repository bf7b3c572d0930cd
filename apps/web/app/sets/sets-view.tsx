import { Link } from '@remix-run/react';
import { ListChecks, Plus } from 'lucide-react';
import { useState } from 'react';
import { useInterval } from '../live/use-interval.ts';
import { useRefresh } from '../live/use-refresh.ts';
import { Button, buttonLook } from '../ui/button.tsx';
import { CommandLine } from '../ui/command-line.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Notice } from '../ui/notice.tsx';
import { PageHead } from '../ui/page-head.tsx';
import { Pager } from '../ui/pager.tsx';
import { useLinkWith } from '../ui/use-link-with.ts';
import { useOpenId } from '../ui/use-open-id.ts';
import type { SetsData } from './load-sets.server.ts';
import { NewSetDialog } from './new-set-dialog.tsx';
import { RunDrawer } from './run-drawer.tsx';
import { setColumns } from './set-columns.tsx';
import { SetDrawer } from './set-drawer.tsx';
import { useSetActions } from './use-set-actions.ts';

/** While a run goes on its progress is followed; else little changes. */
const busyMs = 1_000;
const idleMs = 30_000;

/** Replay sets: made, run, and what came of it. */
export function SetsView({ sets, services, targets, views, opened, ran }: SetsData) {
  const linkWith = useLinkWith();
  const [setId, runId] = [useOpenId('set'), useOpenId('run')];
  const [isNew, setIsNew] = useState(false);
  const actions = useSetActions();
  const isActive = [ran?.run, ...(opened?.runs ?? [])].some(
    (run) => run?.status === 'queued' || run?.status === 'running',
  );
  useInterval(useRefresh(500), isActive ? busyMs : idleMs);
  const begin = () => {
    actions.forget();
    setIsNew(true);
  };
  return (
    <>
      <PageHead title="Replay sets" note="requests that are replayed together, answers compared">
        <Link to="/dashboard/replay" className={buttonLook({})}>
          Captured requests
        </Link>
        <Button needs="operate" tone="primary" onClick={begin}>
          <Plus aria-hidden className="size-4" />
          New set
        </Button>
      </PageHead>
      {targets.length === 0 && (
        <Notice tone="info">
          No service has a target yet, and only targets are sent to.{' '}
          <Link to="/dashboard/targets" className="text-accent underline">
            Add one
          </Link>
          .
        </Notice>
      )}
      <div className="rounded-lg border border-line bg-surface">
        {sets.data.length === 0 ? (
          <EmptyState icon={ListChecks} title="No replay sets yet">
            <p>
              A set takes captured requests by a filter or a saved view, sends them to a target, and tells
              which answers differ. A pipeline runs it by name:
            </p>
            <CommandLine command="npm run replay -- --set NAME --target staging" />
          </EmptyState>
        ) : (
          <>
            <DataTable
              caption="Replay sets"
              columns={setColumns}
              rows={sets.data}
              rowId={({ id }) => String(id)}
              openId={setId}
              linkTo={({ id }) => linkWith({ set: String(id), run: null, status__eq: null })}
            />
            <Pager metadata={sets.metadata} shown={sets.data.length} noun="sets" />
          </>
        )}
      </div>
      {isNew && (
        <NewSetDialog
          services={services}
          targets={targets}
          views={views}
          actions={actions}
          onClose={() => setIsNew(false)}
        />
      )}
      {runId !== null ? (
        <RunDrawer ran={String(ran?.id) === runId ? ran : null} actions={actions} />
      ) : (
        setId !== null && (
          <SetDrawer
            opened={String(opened?.id) === setId ? opened : null}
            targets={targets}
            actions={actions}
          />
        )
      )}
    </>
  );
}
