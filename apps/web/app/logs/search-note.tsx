import type { PageMetadata, SearchMetadata } from '@apiscope/core/page';
import { useSearchParams } from '@remix-run/react';
import { Timestamp } from '../time/timestamp.tsx';
import { Button } from '../ui/button.tsx';
import { describeMatches } from './describe-matches.ts';
import { typedWord } from './typed-word.ts';
import type { FurtherState } from './use-further.ts';

type SearchNoteProps = {
  /** What the first page says, and counts. */
  first: PageMetadata;
  /** What the last page says. */
  search: SearchMetadata;
  /** Null when there is nothing further to read. */
  onLook: (() => void) | null;
  state: FurtherState;
};

/** What a search says of its matches: how good they are, how words were read, and how far back it has looked. */
export function SearchNote({ first, search, onLook, state }: SearchNoteProps) {
  const isCounted = first.search !== undefined && first.search.exact !== null;
  if (!isCounted && search.corrections.length === 0 && search.searchedBackTo === null) return null;
  return (
    <div
      role="status"
      data-testid="search-note"
      className="flex flex-wrap items-center gap-x-4 gap-y-1 text-xs text-muted"
    >
      {first.search && first.search.exact !== null && (
        <span>
          {describeMatches({
            exact: first.search.exact,
            total: first.total,
            isCapped: first.totalIsCapped,
            isReadBack: first.search.searchedBackTo !== null,
          })}
        </span>
      )}
      <Corrections corrections={search.corrections} />
      {search.searchedBackTo !== null && (
        <span className="flex flex-wrap items-center gap-2">
          <span>
            Searched inside variables back to <Timestamp at={search.searchedBackTo} style="day-second" />
          </span>
          {onLook && (
            <Button size="small" className="h-6" disabled={state === 'loading'} onClick={onLook}>
              {state === 'loading' ? 'Looking…' : 'Keep looking'}
            </Button>
          )}
        </span>
      )}
    </div>
  );
}

/** How words that stand nowhere were read. */
export function Corrections({ corrections }: Pick<SearchMetadata, 'corrections'>) {
  const [params] = useSearchParams();
  if (corrections.length === 0) return null;
  return (
    <span data-testid="corrections">
      {corrections.map(({ word, read }, index) => (
        <span key={word}>
          {index > 0 && '; '}
          <em className="not-italic text-ink">“{typedWord(params.get('search') ?? '', word)}”</em> read as{' '}
          <em className="font-semibold not-italic text-ink">{read.join(', ')}</em>
        </span>
      ))}
    </span>
  );
}
