import type { SearchTerm } from './filter.ts';

/** Longest `search` text, characters. */
export const maxSearchLength = 500;

/**
 * Splits a search text into words and "quoted phrases"; a leading `-` negates one. Every term must hold, so terms narrow.
 * An unclosed quote runs to the end; a lone `-` and empty quotes are nothing.
 */
export function parseSearch(text: string): SearchTerm[] {
  const terms: SearchTerm[] = [];
  for (const match of text.matchAll(/(-?)(?:"([^"]*)"?|([^\s"]+))/g)) {
    const term = match[2] ?? match[3] ?? '';
    if (term.trim() !== '') terms.push({ text: term, negated: match[1] === '-' });
  }
  return terms;
}

/** The inverse of {@link parseSearch}. */
export function printSearch(terms: readonly SearchTerm[]): string {
  return terms
    .map(({ text, negated }) => `${negated ? '-' : ''}${/^[^\s"-][^\s"]*$/.test(text) ? text : `"${text}"`}`)
    .join(' ');
}
