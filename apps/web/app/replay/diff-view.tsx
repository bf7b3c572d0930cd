import { Link } from '@remix-run/react';
import { X } from 'lucide-react';
import { exactCount } from '../format/format-count.ts';
import { Notice } from '../ui/notice.tsx';
import { ChangeRow } from './change-row.tsx';
import { groupChanges, type ShownDiff, splitChanges } from './split-changes.ts';
import { useIgnoredPaths } from './use-ignored-paths.ts';

type DiffViewProps = { diff: ShownDiff; before: string; after: string };

/** Where two answers differ, side by side, part by part; what is ignored is folded. */
export function DiffView({ diff, before, after }: DiffViewProps) {
  const { ignore, withIgnored, without } = useIgnoredPaths();
  const { changes, ignored } = splitChanges(diff, ignore);
  const count = changes.length + diff.more;
  return (
    <section aria-label="Differences" className="border-b border-line" data-testid="diff">
      <header className="flex flex-wrap items-center gap-2 px-4 pt-3">
        <h3 className="text-xs font-semibold uppercase tracking-wide text-faint">Differences</h3>
        <span className="text-[13px]" data-testid="diff-count">
          {count === 0 ? 'none' : `${exactCount(count)}`}
          {ignored.length > 0 && `, ${exactCount(ignored.length)} ignored`}
        </span>
        <span className="ml-auto text-xs text-faint">{comparedWords[diff.compared]}</span>
      </header>
      {ignore.length > 0 && (
        <p className="flex flex-wrap items-center gap-1.5 px-4 pt-2 text-xs text-muted">
          Ignored:
          {ignore.map((path) => (
            <Link
              key={path}
              to={without(path)}
              replace
              preventScrollReset
              aria-label={`Stop ignoring ${path}`}
              className="inline-flex items-center gap-1 rounded bg-raised px-1.5 py-0.5 font-mono hover:text-ink"
            >
              {path}
              <X aria-hidden className="size-3" />
            </Link>
          ))}
        </p>
      )}
      <div className="space-y-2 px-4 pt-3 empty:hidden">
        {diff.notes.map((note) => (
          <Notice key={note} tone="warn">
            {note}
          </Notice>
        ))}
      </div>
      {count === 0 ? (
        <p className="px-4 py-3 text-[13px] text-muted">
          {diff.compared === 'none' && diff.notes.length > 0
            ? 'Nothing that could be compared differs.'
            : 'Both answers say the same.'}
        </p>
      ) : (
        <>
          <p className="grid grid-cols-2 gap-2 px-4 py-2 text-xs font-medium text-muted">
            <span>{before}</span>
            <span>{after}</span>
          </p>
          {groupChanges(changes).map(({ title, changes: group }) => (
            <div key={title}>
              <h4 className="bg-raised px-4 py-1 text-xs font-semibold">{title}</h4>
              <ul>
                {group.map((change) => (
                  <ChangeRow
                    key={`${change.path} ${change.kind} ${change.from ?? ''}`}
                    change={change}
                    ignoreTo={withIgnored(change.path)}
                  />
                ))}
              </ul>
            </div>
          ))}
          {diff.more > 0 && (
            <p className="px-4 py-2 text-xs text-muted">
              and {exactCount(diff.more)} more that are not listed
            </p>
          )}
        </>
      )}
      {ignored.length > 0 && (
        <details className="border-t border-line px-4 py-2 text-[13px]">
          <summary className="cursor-pointer text-muted">{exactCount(ignored.length)} ignored</summary>
          <ul className="-mx-4 mt-1 opacity-80">
            {ignored.map((change) => (
              <ChangeRow
                key={`${change.path} ${change.kind} ${change.from ?? ''}`}
                change={change}
                ignoreTo={null}
              />
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

const comparedWords = {
  json: 'bodies compared as JSON, by path',
  text: 'bodies compared as text, by line from 0',
  hash: 'bodies compared by size and hash',
  none: 'no bodies compared',
} as const;
