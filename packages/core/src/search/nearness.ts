import { editDistance } from './edit-distance.ts';
import { foldCase } from './fold-case.ts';

/** Words shorter than this are not taken for typing errors, characters. */
const minCorrected = 4;

/** How near a text comes to some words: for each, 100 when the text holds it, less for a word of the text that differs in an edit or two, else 0. */
export function nearness(words: readonly string[], text: string): number {
  const folded = foldCase(text);
  const tokens = folded.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  return words.map(foldCase).reduce((sum, word) => sum + nearestOf(word, folded, tokens), 0);
}

function nearestOf(word: string, text: string, tokens: readonly string[]): number {
  if (text.includes(word)) return 100;
  if (word.length < minCorrected) return 0;
  const limit = word.length < 6 ? 1 : 2;
  const least = Math.min(...tokens.map((token) => editDistance(word, token, limit)));
  return least <= limit ? Math.round(100 * (1 - least / word.length)) : 0;
}
