import { patterns } from '@apiscope/core/search/resources/patterns';
import { Link, useLocation, useRevalidator, useSearchParams } from '@remix-run/react';
import { RotateCw, Shapes } from 'lucide-react';
import { useMemo } from 'react';
import { ExportMenu } from '../export/export-menu.tsx';
import { FilterBar } from '../search/filter-bar.tsx';
import { scopeOf } from '../shell/nav-items.ts';
import { Button } from '../ui/button.tsx';
import { CommandLine } from '../ui/command-line.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { PageHead } from '../ui/page-head.tsx';
import { Pager } from '../ui/pager.tsx';
import { useLinkWith } from '../ui/use-link-with.ts';
import { useOpenId } from '../ui/use-open-id.ts';
import { useSort } from '../ui/use-sort.ts';
import type { loadPatterns } from './load-patterns.server.ts';
import { NewSince, newSinceFilter } from './new-since.tsx';
import { patternColumns } from './pattern-columns.tsx';
import { PatternDrawer } from './pattern-drawer.tsx';

const ownControls = [newSinceFilter];

/** What the log lines look like, how many there are of each kind, and all that is known of one kind. */
export function PatternsView(props: Awaited<ReturnType<typeof loadPatterns>>) {
  const { now, page, problem, query, windowSize, detail, isFirstRun, views } = props;
  const linkWith = useLinkWith();
  const openId = useOpenId('pattern');
  const sort = useSort(patterns.defaultOrder);
  const { revalidate, state } = useRevalidator();
  const columns = useMemo(() => patternColumns({ now, windowSize: windowSize ?? 60 }), [now, windowSize]);
  return (
    <>
      <PageHead
        title="Patterns"
        note="log lines with their variables masked; the range is that of the trends"
      >
        <Button onClick={revalidate} disabled={state === 'loading'}>
          <RotateCw aria-hidden className="size-4 text-faint" />
          Refresh
        </Button>
      </PageHead>
      <FilterBar
        resource={patterns}
        what="patterns"
        ownControls={ownControls}
        problem={problem}
        views={views}
        actions={<ExportMenu path="/logs/patterns/export" query={query} />}
      >
        <NewSince now={now} />
      </FilterBar>
      <div className="rounded-lg border border-line bg-surface">
        {page.data.length === 0 ? (
          <NoPatterns isFirstRun={isFirstRun} isRefused={problem !== null} />
        ) : (
          <>
            <DataTable
              caption="Patterns of log lines"
              columns={columns}
              rows={page.data}
              rowId={({ id }) => String(id)}
              openId={openId}
              linkTo={({ id }) => linkWith({ pattern: String(id) })}
              sort={sort}
            />
            <Pager metadata={page.metadata} shown={page.data.length} noun="patterns" />
          </>
        )}
      </div>
      {openId !== null && <PatternDrawer detail={String(detail?.id) === openId ? detail : null} now={now} />}
    </>
  );
}

/** Why there are no patterns: no lines ever, none of the service, none that pass the filters. */
function NoPatterns({ isFirstRun, isRefused }: { isFirstRun: boolean; isRefused: boolean }) {
  const [params] = useSearchParams();
  const { search } = useLocation();
  const linkWith = useLinkWith();
  if (isRefused)
    return (
      <EmptyState icon={Shapes} title="No patterns to show">
        Change the filters above.
      </EmptyState>
    );
  if (isFirstRun)
    return (
      <EmptyState icon={Shapes} title="No patterns yet">
        <p>They are made of the log lines that are sent or imported.</p>
        <CommandLine command="npm run import -- FILE" />
      </EmptyState>
    );
  const names = [...params.keys()].filter((name) => name === 'search' || name.includes('__'));
  if (names.length === 0)
    return (
      <EmptyState icon={Shapes} title="No patterns of this service">
        <Link to={linkWith({ service: null, page: null })} className="font-medium text-accent underline">
          Show all services
        </Link>
      </EmptyState>
    );
  const isNewAlone = names.join() === newSinceFilter;
  return (
    <EmptyState icon={Shapes} title={isNewAlone ? 'Nothing new' : 'No pattern passes these filters'}>
      {isNewAlone && <p>Every line since then reads like one from before.</p>}
      <Link to={{ search: scopeOf(search) }} className="font-medium text-accent underline">
        {isNewAlone ? 'Show patterns of any age' : 'Clear all filters'}
      </Link>
    </EmptyState>
  );
}
