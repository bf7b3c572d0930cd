import { logs } from '@apiscope/core/search/resources/logs';
import { useSearchParams } from '@remix-run/react';
import { useMemo, useState } from 'react';
import { ExportMenu } from '../export/export-menu.tsx';
import { LiveBadge } from '../live/live-badge.tsx';
import { FilterBar } from '../search/filter-bar.tsx';
import { Notice } from '../ui/notice.tsx';
import { PageHead } from '../ui/page-head.tsx';
import { useOpenId } from '../ui/use-open-id.ts';
import { describeShown } from './describe-shown.ts';
import { SearchedWords, wordsToMark } from './highlighted.tsx';
import type { loadLogs } from './load-logs.server.ts';
import { LogControls } from './log-controls.tsx';
import { LogDrawer } from './log-drawer.tsx';
import { LogFacets } from './log-facets.tsx';
import { LogHistogram } from './log-histogram.tsx';
import { LogTable } from './log-table.tsx';
import { linesKey, orderShown } from './logs-query.ts';
import { NoLogs } from './no-logs.tsx';
import { PanelToggles } from './panel-toggles.tsx';
import { SearchHelp } from './search-help.tsx';
import { SearchNote } from './search-note.tsx';
import { useLogColumns } from './use-log-columns.ts';
import { useTail } from './use-tail.ts';

const ownControls = ['level__gte'];
const notFollowing = {
  newest: 'Only newest first follows new lines',
  oldest: 'Oldest first does not follow new lines',
  relevance: 'Best matches do not follow new lines',
} as const;

/** The lines of the address: their filters, how many there are over time and by value, the live tail, and the detail of one. */
export function LogsView(props: Awaited<ReturnType<typeof loadLogs>>) {
  const { now, page, problem, query, isFollowing, detail, near, elsewhere, views } = props;
  const [params] = useSearchParams();
  const openId = useOpenId('log');
  const [isScrolled, setIsScrolled] = useState(false);
  const isHeld = isScrolled || openId !== null;
  const tailing = useTail({
    queryKey: linesKey(params),
    query,
    page,
    isFollowing: isFollowing && problem === null,
    isHeld,
  });
  const { tail, state, keepLooking, furtherState } = tailing;
  const { rows, cursor, search } = tail;
  const { columns, minWidth, unknown } = useLogColumns();
  const text = params.get('search');
  const corrections = search?.corrections;
  const words = useMemo(() => wordsToMark(text, corrections), [text, corrections]);
  const isEmpty = rows.length === 0;
  const onLook = cursor === null ? null : () => void keepLooking();
  const searchedBackTo = search?.searchedBackTo ?? null;
  const counts = { now, arrived: tail.arrived, isFollowing, isRefused: problem !== null };
  const opened = rows.find(({ id }) => String(id) === openId);
  const isRead = detail !== null && String(detail.id) === openId;
  return (
    <SearchedWords.Provider value={words}>
      <div className="flex flex-col gap-3 lg:h-[calc(100dvh-5.5rem-1px)] lg:min-h-[38rem]">
        <PageHead
          title="Logs"
          note={describeShown({ shown: rows.length, total: tail.total, isCapped: tail.isCapped })}
        >
          {!isFollowing && <span className="text-xs text-faint">{notFollowing[orderShown(params)]}</span>}
          <LiveBadge
            state={isHeld && state === 'live' ? 'paused' : state}
            {...(isFollowing ? {} : { note: notFollowing[orderShown(params)] })}
          />
          <PanelToggles />
        </PageHead>
        <FilterBar
          resource={logs}
          what="messages"
          ownControls={ownControls}
          problem={problem}
          views={views}
          searchHelp={<SearchHelp />}
          actions={<ExportMenu path="/logs/export" query={query} />}
        >
          <LogControls />
        </FilterBar>
        {unknown.length > 0 && (
          <Notice tone="warn" role="alert">
            {`columns: a log has no ${unknown.join(', ')}; the menu beside “Filter” has those there are.`}
          </Notice>
        )}
        {search && !(isEmpty && onLook) && (
          <SearchNote first={page.metadata} search={search} onLook={onLook} state={furtherState} />
        )}
        <LogHistogram {...counts} />
        <div className="flex min-h-0 flex-1 gap-3">
          <LogFacets {...counts} />
          <div className="min-w-0 flex-1 overflow-hidden rounded-lg border border-line bg-surface max-lg:h-[calc(100dvh-18rem)] max-lg:min-h-80">
            {isEmpty ? (
              <NoLogs
                near={near}
                elsewhere={elsewhere}
                unread={
                  onLook && searchedBackTo !== null ? { searchedBackTo, state: furtherState, onLook } : null
                }
              />
            ) : (
              <LogTable
                {...tailing}
                columns={columns}
                minWidth={minWidth}
                openId={openId}
                isHeld={isHeld}
                onScrolled={setIsScrolled}
              />
            )}
          </div>
        </div>
      </div>
      {openId !== null && (
        <LogDrawer
          log={isRead ? (detail.log ?? opened ?? null) : (opened ?? null)}
          kin={isRead ? detail.kin : undefined}
          seen={isRead ? detail.seen : undefined}
        />
      )}
    </SearchedWords.Provider>
  );
}
