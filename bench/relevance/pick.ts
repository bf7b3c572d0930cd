import { maskMessage } from '../../packages/core/src/logs/mask.ts';

/** Numbers from 0 to below 1. */
export type Random = () => number;

/** So many of the items, none twice. */
export function sample<T>(items: readonly T[], count: number, random: Random): T[] {
  const left = [...items];
  return Array.from({ length: Math.min(count, items.length) }, () => {
    const at = Math.floor(random() * left.length);
    return left.splice(at, 1)[0]!;
  });
}

/** The different words of a message that stand in every line of its kind: five letters and more, and no part of a variable. */
export function wordsOf(message: string): string[] {
  const { pattern } = maskMessage(message);
  return [...new Set(pattern.match(/(?<![\w<.-])[A-Za-z]{5,}(?![\w>.-])/g) ?? [])];
}

const letters = 'abcdefghijklmnopqrstuvwxyz';

/** One edit anywhere: a letter left out, added, changed, or two neighbours swapped; the word is another one then. */
export function misspell(word: string, random: Random): string {
  for (;;) {
    const at = Math.floor(random() * word.length);
    const letter = letters.charAt(Math.floor(random() * letters.length));
    const [before, after] = [word.slice(0, at), word.slice(at)];
    const edits = [
      before + after.slice(1),
      before + letter + after,
      before + letter + after.slice(1),
      before + after.charAt(1) + after.charAt(0) + after.slice(2),
    ];
    const made = edits[Math.floor(random() * edits.length)]!;
    if (made !== word && made.length >= 4) return made;
  }
}
