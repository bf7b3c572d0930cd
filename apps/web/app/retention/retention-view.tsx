import { Play } from 'lucide-react';
import { useState } from 'react';
import { useInterval } from '../live/use-interval.ts';
import { useRefresh } from '../live/use-refresh.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { PageHead } from '../ui/page-head.tsx';
import { DaysDialog, type DaysQuestion } from './days-dialog.tsx';
import { KindRow } from './kind-row.tsx';
import type { loadRetention } from './load-retention.server.ts';
import { RunTiles } from './run-tiles.tsx';
import { useRetentionActions } from './use-retention-actions.ts';

/** While a run is under way its outcome is awaited; else sizes change slowly. */
const busyMs = 2_000;
const idleMs = 60_000;

/** What is kept, for how long, how much room it takes, and what the runs of retention let go of. */
export function RetentionView({ now, overview, services }: Awaited<ReturnType<typeof loadRetention>>) {
  const [question, setQuestion] = useState<DaysQuestion | null>(null);
  const actions = useRetentionActions();
  const { kinds, job } = overview;
  const isRunning = job !== null && (job.status === 'queued' || job.status === 'running');
  useInterval(useRefresh(1_000), isRunning ? busyMs : idleMs);
  const isEmpty = kinds.every(({ rows }) => rows === 0);
  const ask = (asked: DaysQuestion) => {
    actions.forget();
    setQuestion(asked);
  };
  return (
    <>
      <PageHead title="Retention" note="whole days go, in UTC">
        <Button needs="operate" disabled={actions.isBusy || isRunning} onClick={() => void actions.runNow()}>
          <Play aria-hidden className="size-3.5" />
          {isRunning ? 'A run is under way' : 'Run now'}
        </Button>
      </PageHead>
      {actions.said && question === null && (
        <Notice tone={actions.said.isDone ? 'info' : 'bad'} role={actions.said.isDone ? 'status' : 'alert'}>
          {actions.said.message}
        </Notice>
      )}
      {isEmpty && <Notice tone="info">Nothing is stored yet. These days hold from the first row on.</Notice>}
      <RunTiles overview={overview} now={now} />
      <section
        aria-label="What is kept"
        className="relative overflow-x-auto rounded-lg border border-line bg-surface"
      >
        <table className="w-full border-collapse max-lg:block">
          <caption className="sr-only">What is kept, and for how long</caption>
          <thead className="text-xs text-faint max-lg:sr-only">
            <tr>
              {['Kind', 'Size', 'Rows', 'Oldest', 'Last run', 'Kept'].map((name) => (
                <th
                  key={name}
                  scope="col"
                  className={`px-4 py-2 font-medium ${name === 'Size' || name === 'Rows' ? 'text-right' : 'text-left'}`}
                >
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="max-lg:block">
            {kinds.map((kind) => (
              <KindRow key={kind.kind} kind={kind} services={services} onAsk={ask} />
            ))}
          </tbody>
        </table>
      </section>
      {question && <DaysDialog question={question} actions={actions} onClose={() => setQuestion(null)} />}
    </>
  );
}
