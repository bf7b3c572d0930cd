import { Drawer } from '../ui/drawer.tsx';
import { useLinkWith } from '../ui/use-link-with.ts';
import { useNextParams } from '../ui/use-next-params.ts';
import type { loadReplay } from './load-replay.server.ts';
import { ReplayPanel } from './replay-panel.tsx';
import { RunList } from './run-list.tsx';
import { RunView } from './run-view.tsx';
import { SnapshotDetail } from './snapshot-detail.tsx';
import { readTab, SnapshotTabs } from './snapshot-tabs.tsx';
import { StatusBadge } from './status-badge.tsx';
import { useIgnoredPaths } from './use-ignored-paths.ts';

type SnapshotDrawerProps = { detail: Awaited<ReturnType<typeof loadReplay>>['detail'] };

/** One captured request with its response and its replays; null while it is on its way. */
export function SnapshotDrawer({ detail }: SnapshotDrawerProps) {
  const linkWith = useLinkWith();
  const params = useNextParams();
  const { ignore } = useIgnoredPaths();
  const closeTo = linkWith({ snapshot: null, tab: null, run: null, compare: null, ignore: null });
  if (detail === null || detail.snapshot === null)
    return (
      <Drawer title="Captured request" label="Captured request" closeTo={closeTo}>
        <p className="p-6 text-center text-[13px] text-muted">
          {detail === null
            ? 'Loading…'
            : 'This request does not exist, or its day has been removed by retention.'}
        </p>
      </Drawer>
    );
  const { snapshot, logs, seen, curl, replays } = detail;
  const tab = readTab(params.get('tab'));
  const runId = params.get('run');
  return (
    <Drawer
      label={`Captured request ${snapshot.id}`}
      closeTo={closeTo}
      title={
        <>
          <StatusBadge status={snapshot.statusCode} />
          <span className="truncate font-mono text-[13px]" title={snapshot.path}>
            {snapshot.method} {snapshot.path}
          </span>
        </>
      }
    >
      <SnapshotTabs tab={tab} runs={replays.total} />
      {tab === 'request' && <SnapshotDetail snapshot={snapshot} logs={logs} seen={seen} curl={curl} />}
      {tab === 'replay' && (
        <ReplayPanel
          key={snapshot.id}
          snapshot={snapshot}
          targets={replays.targets}
          isOwn={replays.isOwn}
          ignore={ignore}
        />
      )}
      {tab === 'runs' && (
        <>
          {runId !== null && <OpenRun runId={runId} replays={replays} />}
          <RunList runs={replays.runs} total={replays.total} openId={runId === null ? null : Number(runId)} />
        </>
      )}
    </Drawer>
  );
}

type Replays = NonNullable<SnapshotDrawerProps['detail']>['replays'];

function OpenRun({ runId, replays: { run, comparison, runs } }: { runId: string; replays: Replays }) {
  if (run !== null && String(run.id) === runId)
    return <RunView key={run.id} run={run} comparison={comparison} others={runs} />;
  return (
    <p className="border-b border-line p-6 text-center text-[13px] text-muted">
      {run === null ? 'There is no such replay of this request.' : 'Loading…'}
    </p>
  );
}
