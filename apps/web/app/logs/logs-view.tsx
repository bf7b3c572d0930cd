import { logs } from '@apiscope/core/search/resources/logs';
import { useSearchParams } from '@remix-run/react';
import { ArrowUp, ScrollText } from 'lucide-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { ExportMenu } from '../export/export-menu.tsx';
import { exactCount } from '../format/format-count.ts';
import { LiveBadge } from '../live/live-badge.tsx';
import { FilterBar } from '../search/filter-bar.tsx';
import { Button } from '../ui/button.tsx';
import { classNames } from '../ui/class-names.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { Notice } from '../ui/notice.tsx';
import { PageHead } from '../ui/page-head.tsx';
import { useLinkWith } from '../ui/use-link-with.ts';
import { useOpenId } from '../ui/use-open-id.ts';
import { VirtualTable } from '../ui/virtual-table.tsx';
import type { loadLogs } from './load-logs.server.ts';
import { LogControls } from './log-controls.tsx';
import { LogDrawer } from './log-drawer.tsx';
import type { LogRow } from './log-row.ts';
import { NoLogs } from './no-logs.tsx';
import { OlderLogs } from './older-logs.tsx';
import { useLogColumns } from './use-log-columns.ts';
import { useTail } from './use-tail.ts';

const rowId = ({ id }: LogRow) => String(id);
const ownControls = ['level__gte'];

/** The live tail with its filters and the detail of one line. */
export function LogsView(props: Awaited<ReturnType<typeof loadLogs>>) {
  const { page, problem, query, isFollowing, detail, elsewhere, views } = props;
  const [params] = useSearchParams();
  const linkWith = useLinkWith();
  const openId = useOpenId('log');
  const scroller = useRef<HTMLDivElement>(null);
  const [isScrolled, setIsScrolled] = useState(false);
  const isHeld = isScrolled || openId !== null;
  const { tail, state, resume, loadOlder, olderState } = useTail({
    queryKey: keyOf(params),
    query,
    page,
    isFollowing: isFollowing && problem === null,
    isHeld,
  });
  const { rows, heldCount, cursor } = tail;

  const isEmpty = rows.length === 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the box is there only when there are rows.
  useEffect(() => {
    const box = scroller.current;
    if (!box) return setIsScrolled(false);
    const onScroll = () => setIsScrolled(box.scrollTop > 8);
    box.addEventListener('scroll', onScroll, { passive: true });
    return () => box.removeEventListener('scroll', onScroll);
  }, [isEmpty]);

  const toTop = useCallback(() => {
    resume();
    scroller.current?.scrollTo({ top: 0 });
  }, [resume]);
  const { columns, minWidth, unknown } = useLogColumns();
  const opened = rows.find((row) => rowId(row) === openId);
  const isRead = detail !== null && String(detail.id) === openId;
  return (
    <>
      <PageHead
        title="Logs"
        note={`${exactCount(rows.length)} of ${page.metadata.totalIsCapped ? 'more than ' : ''}${exactCount(tail.total)} lines`}
      >
        <LiveBadge
          state={isHeld && state === 'live' ? 'paused' : state}
          {...(isFollowing ? {} : { note: 'Only newest first follows what arrives' })}
        />
      </PageHead>
      <FilterBar
        resource={logs}
        what="messages"
        ownControls={ownControls}
        problem={problem}
        views={views}
        actions={<ExportMenu path="/logs/export" query={query} />}
      >
        <LogControls />
      </FilterBar>
      {unknown.length > 0 && (
        <Notice tone="warn" role="alert">
          {`columns: a log has no ${unknown.join(', ')}; the menu beside “Filter” has those there are.`}
        </Notice>
      )}
      {isEmpty ? (
        <div className="rounded-lg border border-line bg-surface">
          {elsewhere ? (
            <NoLogs elsewhere={elsewhere} isFiltered={isFiltered(params)} />
          ) : (
            <EmptyState icon={ScrollText} title="No lines to show">
              Change the filters above.
            </EmptyState>
          )}
        </div>
      ) : (
        <div className="relative h-[calc(100dvh-13.5rem)] min-h-80 overflow-hidden rounded-lg border border-line bg-surface max-md:h-[calc(100dvh-18rem)]">
          {heldCount > 0 && isHeld && (
            <Button
              tone="primary"
              size="small"
              onClick={toTop}
              data-testid="new-rows"
              className={classNames(
                'absolute top-10 z-20 -translate-x-1/2 rounded-full shadow-lg',
                openId === null ? 'left-1/2' : 'left-1/4',
              )}
            >
              <ArrowUp aria-hidden className="size-3.5" />
              {exactCount(heldCount)} new
            </Button>
          )}
          <VirtualTable
            caption="Log lines"
            columns={columns}
            minWidth={minWidth}
            rows={rows}
            rowId={rowId}
            openId={openId}
            linkTo={(row) => linkWith({ log: rowId(row) })}
            scroller={scroller}
            footer={
              <OlderLogs
                hasMore={cursor !== null}
                count={rows.length}
                state={olderState}
                onLoad={loadOlder}
              />
            }
          />
        </div>
      )}
      {openId !== null && (
        <LogDrawer
          log={isRead ? (detail.log ?? opened ?? null) : (opened ?? null)}
          similar={isRead ? detail.similar : null}
        />
      )}
    </>
  );
}

/** What decides which lines are asked for: everything in the address but the open row, the columns and the view. */
function keyOf(params: URLSearchParams): string {
  const key = new URLSearchParams(params);
  for (const name of ['log', 'columns', 'view']) key.delete(name);
  return key.toString();
}

function isFiltered(params: URLSearchParams): boolean {
  return params.has('search') || [...params.keys()].some((name) => name.includes('__'));
}
