import { foldCase } from '@apiscope/core/search/fold-case';
import { parseSearch } from '@apiscope/core/search/terms';
import { createContext, Fragment, useContext } from 'react';
import { excerpt, splitHits } from './split-hits.ts';

/** The words that lines are searched for, folded; set once around the lines. */
export const SearchedWords = createContext<readonly string[]>([]);

/** What to mark of a search: the terms that must be there, and what words that stand nowhere were read as. */
export function wordsToMark(
  search: string | null,
  corrections: readonly { read: string[] }[] = [],
): string[] {
  const terms = parseSearch(search ?? '').flatMap(({ text, negated }) => (negated ? [] : [text]));
  return [...new Set([...terms, ...corrections.flatMap(({ read }) => read)].map(foldCase))];
}

/** A text with the searched words marked. `length` shows that much of it, around the first mark. */
export function Highlighted({ text, length }: { text: string; length?: number }) {
  const words = useContext(SearchedWords);
  const shown = length === undefined ? text : excerpt(text, words, length);
  if (words.length === 0) return shown;
  return splitHits(shown, words).map((piece, index) => {
    // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text never move.
    if (!piece.isHit) return <Fragment key={index}>{piece.text}</Fragment>;
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text never move.
      <mark key={index} className="rounded-sm bg-mark text-ink">
        {piece.text}
      </mark>
    );
  });
}
