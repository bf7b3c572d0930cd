import { foldCase } from '../search/fold-case.ts';

/** Variables shorter than this, characters, say too little to be looked up: they are found by reading the lines. */
export const minIdentifierLength = 5;

/**
 * The variables of a line by which it can be looked up at once: those of five characters and more, folded to lower case, each once.
 * The ids of its request and its trace count among them, whether or not the message names them.
 */
export function identifiersOf(variables: readonly string[], ...ids: (string | null | undefined)[]): string[] {
  const found = new Set<string>();
  for (const variable of [...variables, ...ids])
    if (variable && variable.length >= minIdentifierLength) found.add(foldCase(variable));
  return [...found];
}
