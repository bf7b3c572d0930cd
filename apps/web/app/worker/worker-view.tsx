import { jobs } from '@apiscope/core/search/resources/jobs';
import { useFetcher, useNavigate, useSearchParams } from '@remix-run/react';
import { ListTodo, Workflow } from 'lucide-react';
import { ExportMenu } from '../export/export-menu.tsx';
import { useInterval } from '../live/use-interval.ts';
import { useRefresh } from '../live/use-refresh.ts';
import { FilterBar } from '../search/filter-bar.tsx';
import { ChoiceMenu } from '../ui/choice-menu.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Notice } from '../ui/notice.tsx';
import { PageHead } from '../ui/page-head.tsx';
import { Pager } from '../ui/pager.tsx';
import { useLinkWith } from '../ui/use-link-with.ts';
import { useOpenId } from '../ui/use-open-id.ts';
import { useSort } from '../ui/use-sort.ts';
import type { JobOutcome } from './act-on-job.server.ts';
import { CronTable } from './cron-table.tsx';
import { jobColumns } from './job-columns.tsx';
import { JobDrawer } from './job-drawer.tsx';
import type { loadWorker } from './load-worker.server.ts';
import { StatTiles, StatusTabs } from './stat-tiles.tsx';
import { WorkerList } from './worker-list.tsx';

const everyMs = 5_000;
const ownControls = ['status__eq', 'task__eq'];

/** The queue: how it does, who works, what is scheduled, and every job. */
export function WorkerView({
  now,
  stats,
  crons,
  page,
  problem,
  query,
  detail,
  views,
}: Awaited<ReturnType<typeof loadWorker>>) {
  const [params] = useSearchParams();
  const navigate = useNavigate();
  const linkWith = useLinkWith();
  const openId = useOpenId('job');
  const sort = useSort(jobs.defaultOrder);
  const outcome = useFetcher<JobOutcome>({ key: 'job-action' }).data;
  useInterval(useRefresh(1_000), everyMs);
  const isRead = detail !== null && String(detail.id) === openId;
  const opened = page.data.find(({ id }) => String(id) === openId) ?? null;
  return (
    <>
      <PageHead title="Worker" note="refreshed every 5 s" />
      {outcome && (
        <Notice tone={outcome.isDone ? 'info' : 'bad'} role={outcome.isDone ? 'status' : 'alert'}>
          {outcome.message}
        </Notice>
      )}
      <StatTiles stats={stats} />
      <div className="grid gap-4 xl:grid-cols-2">
        <WorkerList workers={stats.workers} now={now} />
        <CronTable crons={crons} />
      </div>
      <FilterBar
        resource={jobs}
        what="jobs"
        ownControls={ownControls}
        problem={problem}
        views={views}
        actions={<ExportMenu path="/worker/jobs/export" query={query} />}
      >
        <ChoiceMenu
          label="Task"
          icon={ListTodo}
          value={params.get('task__eq') ?? ''}
          choices={[
            { value: '', label: 'Any task' },
            ...stats.tasks.map(({ task }) => ({ value: task, label: task })),
          ]}
          onChoose={(task) =>
            void navigate(linkWith({ task__eq: task, page: null }), { preventScrollReset: true })
          }
        />
      </FilterBar>
      <div className="rounded-lg border border-line bg-surface">
        <div className="px-2 py-1.5">
          <StatusTabs counts={stats.counts} chosen={params.get('status__eq')} />
        </div>
        {page.data.length === 0 ? (
          <EmptyState icon={Workflow} title="No jobs to show">
            {params.size === 0
              ? 'Jobs appear here as soon as requests are recorded.'
              : 'None passes the filters.'}
          </EmptyState>
        ) : (
          <>
            <DataTable
              caption="Jobs"
              columns={jobColumns}
              rows={page.data}
              rowId={({ id }) => String(id)}
              openId={openId}
              linkTo={({ id }) => linkWith({ job: String(id) })}
              sort={sort}
            />
            <Pager metadata={page.metadata} shown={page.data.length} noun="jobs" />
          </>
        )}
      </div>
      {openId !== null && <JobDrawer job={(isRead ? detail.job : opened) ?? null} isLoading={!isRead} />}
    </>
  );
}
