import { Link, useLocation } from '@remix-run/react';
import { ScrollText } from 'lucide-react';
import { ElsewhereNotice } from '../range/elsewhere-notice.tsx';
import type { Span } from '../range/range.ts';
import { scopeOf } from '../shell/nav-items.ts';
import { CommandLine } from '../ui/command-line.tsx';
import { EmptyState } from '../ui/empty-state.tsx';

type NoLogsProps = { elsewhere: { isFirstRun: boolean; span: Span | null }; isFiltered: boolean };

/** Why there are no lines: none ever, none in this range, or none that pass the filters. */
export function NoLogs({ elsewhere, isFiltered }: NoLogsProps) {
  const { search } = useLocation();
  if (elsewhere.isFirstRun)
    return (
      <EmptyState icon={ScrollText} title="No log lines yet">
        <p>Send one, or import a file. New lines appear here by themselves.</p>
        <CommandLine command="npm run import -- FILE" />
      </EmptyState>
    );
  if (isFiltered)
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
