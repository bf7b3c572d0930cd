import type { SearchTerm } from './filter.ts';

/** Longest `search` text, characters. */
export const maxSearchLength = 500;

/**
 * Splits a search text into words and "quoted phrases"; a leading `-` negates one. Every term must hold, so terms narrow.
 * An unclosed quote runs to the end; dashes alone and empty quotes are nothing.
 */
export function parseSearch(text: string): SearchTerm[] {
  const terms: SearchTerm[] = [];
  for (const match of text.matchAll(/(-?)(?:"([^"]*)"?|([^\s"]+))/g)) {
    const [whole, dash, phrase, word] = match;
    const term = phrase ?? word ?? '';
    const isNothing = term.trim() === '' || /^-+$/.test(whole);
    if (!isNothing)
      terms.push({ text: term, negated: dash === '-', ...(phrase !== undefined && { quoted: true }) });
  }
  return terms;
}

/** The inverse of {@link parseSearch}. */
export function printSearch(terms: readonly SearchTerm[]): string {
  return terms
    .map(
      ({ text, negated, quoted }) =>
        `${negated ? '-' : ''}${quoted || needsQuotes(text, negated) ? `"${text}"` : text}`,
    )
    .join(' ');
}

function needsQuotes(text: string, negated: boolean): boolean {
  return !/^[^\s"]+$/.test(text) || /^-+$/.test(text) || (text.startsWith('-') && !negated);
}
