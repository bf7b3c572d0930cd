import { identifiersOf, minIdentifierLength } from '../logs/identifiers.ts';
import { maskMessage } from '../logs/mask.ts';
import { foldCase } from './fold-case.ts';

/**
 * The identifiers that a search term may stand for: what masking finds in it (`req-<uuid>` holds a uuid), or the whole term without
 * the punctuation around it. Folded as the identifiers of lines are; empty for what is too short to be one.
 */
export function lookupsOf(term: string): string[] {
  const masked = identifiersOf(maskMessage(term).variables);
  if (masked.length > 0) return masked;
  const bare = foldCase(term.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, ''));
  return bare.length >= minIdentifierLength && !/\s/.test(bare) ? [bare] : [];
}

/** Whether a term is made of letters alone, so that it is a word before it is an identifier. */
export function isPlainWord(term: string): boolean {
  return /^[^\p{L}\p{N}]*[\p{L}\p{M}]+[^\p{L}\p{N}]*$/u.test(term);
}

/** The words that a term is ranked by: none where it names one thing (`blk_-16`), as the rest of it says little. */
export function rankedWordsOf(term: string): string[] {
  return maskMessage(term).variables.length > 0 ? [] : (term.match(/[\p{L}\p{M}\p{N}]+/gu) ?? []);
}
