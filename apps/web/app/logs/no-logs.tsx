import { relevance } from '@apiscope/core/search/fields';
import { Link, useLocation, useSearchParams } from '@remix-run/react';
import { ScrollText } from 'lucide-react';
import { exactCount } from '../format/format-count.ts';
import { ElsewhereNotice } from '../range/elsewhere-notice.tsx';
import type { DataElsewhere } from '../range/find-data.server.ts';
import { scopeOf } from '../shell/nav-items.ts';
import { Timestamp } from '../time/timestamp.tsx';
import { Button } from '../ui/button.tsx';
import { CommandLine } from '../ui/command-line.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { useLinkWith } from '../ui/use-link-with.ts';
import type { NearMatches } from './load-logs.server.ts';
import { Corrections } from './search-note.tsx';
import type { FurtherState } from './use-further.ts';

type NoLogsProps = {
  /** Lines that come near the search. */
  near: NearMatches | null;
  /** Where lines are; null when that was not looked for. */
  elsewhere: DataElsewhere | null;
  /** How far back a search has read that can go on, and how; null when it has come to its end. */
  unread: { searchedBackTo: string; state: FurtherState; onLook: () => void } | null;
};

/** Why there are no lines: none ever, none in this range, none that pass the filters, none found yet, or none but some that come near. */
export function NoLogs({ near, elsewhere, unread }: NoLogsProps) {
  const { search } = useLocation();
  const [params] = useSearchParams();
  if (unread) return <NothingYet {...unread} near={near} />;
  if (near)
    return (
      <EmptyState icon={ScrollText} title="No line has every term">
        <Near {...near} />
      </EmptyState>
    );
  if (elsewhere === null)
    return (
      <EmptyState icon={ScrollText} title="No lines to show">
        Change the filters above.
      </EmptyState>
    );
  if (elsewhere.isFirstRun)
    return (
      <EmptyState icon={ScrollText} title="No log lines yet">
        <p>Send one, or import a file. New lines appear here by themselves.</p>
        <CommandLine command="npm run import -- FILE" />
      </EmptyState>
    );
  if (isFiltered(params))
    return (
      <EmptyState icon={ScrollText} title="No line passes these filters">
        <p>There may be some in another range.</p>
        <Link to={{ search: scopeOf(search) }} className="font-medium text-accent underline">
          Clear all filters
        </Link>
      </EmptyState>
    );
  return (
    <EmptyState icon={ScrollText} title="No log lines in this range">
      <ElsewhereNotice noun="log lines" span={elsewhere.span} />
    </EmptyState>
  );
}

/** Lines that hold some of the terms, or something like them, and the way to them. */
function Near({ total, isCapped, corrections }: NearMatches) {
  const linkWith = useLinkWith();
  return (
    <>
      <p>
        {isCapped ? 'More than ' : ''}
        {exactCount(total)} {total === 1 ? 'line comes' : 'lines come'} near.{' '}
        <Link
          to={linkWith({ order_by: relevance, order: null })}
          className="font-medium text-accent underline"
        >
          Show best matches
        </Link>
      </p>
      <p>
        <Corrections corrections={corrections} />
      </p>
    </>
  );
}

type NothingYetProps = NonNullable<NoLogsProps['unread']> & Pick<NoLogsProps, 'near'>;

function NothingYet({ searchedBackTo, state, onLook, near }: NothingYetProps) {
  return (
    <EmptyState icon={ScrollText} title="No line has every term so far">
      {near && <Near {...near} />}
      <p>
        No pattern of lines has them all. Each line back to{' '}
        <Timestamp at={searchedBackTo} style="day-second" /> has been read; older ones have not.
      </p>
      {state === 'failed' && <p role="alert">Older lines could not be read.</p>}
      <Button disabled={state === 'loading'} onClick={onLook}>
        {state === 'loading' ? 'Looking…' : state === 'failed' ? 'Try again' : 'Keep looking'}
      </Button>
    </EmptyState>
  );
}

function isFiltered(params: URLSearchParams): boolean {
  return params.has('search') || [...params.keys()].some((name) => name.includes('__'));
}
