import { foldCase } from '@apiscope/core/search/fold-case';

/** The word of a search that a stem was made of, as it was typed; the stem itself where none begins with it. */
export function typedWord(search: string, stem: string): string {
  const words = search.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  return words.find((word) => foldCase(word).startsWith(stem)) ?? stem;
}
