import { placeholderNames } from '@apiscope/core/logs/mask';

const placeholder = new RegExp(`(<(?:${[...placeholderNames, 'overflow'].join('|')})>)`);

/** A pattern as its parts, in order: what stands in every line of it, and placeholders for what varies. Joined they are the pattern. */
export function splitPattern(pattern: string): { text: string; isPlaceholder: boolean }[] {
  return pattern
    .split(placeholder)
    .map((text, index) => ({ text, isPlaceholder: index % 2 === 1 }))
    .filter(({ text }) => text !== '');
}
