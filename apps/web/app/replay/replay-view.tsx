import { snapshots } from '@apiscope/core/search/resources/snapshots';
import { Link, useRevalidator, useSearchParams } from '@remix-run/react';
import { History, ListChecks, RotateCw } from 'lucide-react';
import { ExportMenu } from '../export/export-menu.tsx';
import { ElsewhereNotice } from '../range/elsewhere-notice.tsx';
import { FilterBar } from '../search/filter-bar.tsx';
import { Button, buttonLook } from '../ui/button.tsx';
import { CommandLine } from '../ui/command-line.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { PageHead } from '../ui/page-head.tsx';
import { Pager } from '../ui/pager.tsx';
import { useLinkWith } from '../ui/use-link-with.ts';
import { useOpenId } from '../ui/use-open-id.ts';
import { useSort } from '../ui/use-sort.ts';
import { ImportHarDialog } from './import-har-dialog.tsx';
import type { loadReplay } from './load-replay.server.ts';
import { snapshotColumns } from './snapshot-columns.tsx';
import { controlledFilters, SnapshotControls } from './snapshot-controls.tsx';
import { SnapshotDrawer } from './snapshot-drawer.tsx';

/** Captured requests, and all that is known of one. */
export function ReplayView({
  page,
  problem,
  query,
  detail,
  elsewhere,
  views,
}: Awaited<ReturnType<typeof loadReplay>>) {
  const [params] = useSearchParams();
  const linkWith = useLinkWith();
  const openId = useOpenId('snapshot');
  const sort = useSort(snapshots.defaultOrder);
  const { revalidate, state } = useRevalidator();
  const isFiltered = params.has('search') || [...params.keys()].some((name) => name.includes('__'));
  return (
    <>
      <PageHead title="Replay" note="captured requests, secrets redacted">
        <Link to="/dashboard/replay/sets" className={buttonLook({})}>
          <ListChecks aria-hidden className="size-4 text-faint" />
          Sets
        </Link>
        <ImportHarDialog />
        <Button onClick={revalidate} disabled={state === 'loading'}>
          <RotateCw aria-hidden className="size-4 text-faint" />
          Refresh
        </Button>
      </PageHead>
      <FilterBar
        resource={snapshots}
        what="requests"
        ownControls={controlledFilters(params)}
        problem={problem}
        views={views}
        actions={<ExportMenu path="/replay/export" query={query} formats={['csv', 'ndjson', 'har']} />}
      >
        <SnapshotControls />
      </FilterBar>
      <div className="rounded-lg border border-line bg-surface">
        {page.data.length === 0 ? (
          <EmptyState
            icon={History}
            title={isFiltered ? 'No request passes these filters' : 'No captured requests'}
          >
            {elsewhere?.isFirstRun ? (
              <>
                <p>Requests to Apiscope’s own API are captured, and those that a service reports.</p>
                <CommandLine command="npm run traffic" />
              </>
            ) : (
              !isFiltered && elsewhere && <ElsewhereNotice noun="captured requests" span={elsewhere.span} />
            )}
          </EmptyState>
        ) : (
          <>
            <DataTable
              caption="Captured requests"
              columns={snapshotColumns}
              rows={page.data}
              rowId={({ id }) => String(id)}
              openId={openId}
              linkTo={({ id }) => linkWith({ snapshot: String(id), run: null, compare: null })}
              sort={sort}
            />
            <Pager metadata={page.metadata} shown={page.data.length} noun="requests" />
          </>
        )}
      </div>
      {openId !== null && <SnapshotDrawer detail={String(detail?.id) === openId ? detail : null} />}
    </>
  );
}
