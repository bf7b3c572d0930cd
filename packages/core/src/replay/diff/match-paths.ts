import { parsePath } from './path.ts';

/** Whether a place is ignored. */
export type PathTest = (names: readonly string[]) => boolean;

/**
 * A test for places at or inside those that the patterns name: `*` stands for one name, `**` for any number of names, none included.
 * Names of headers are taken in lower case.
 */
export function matchPaths(patterns: readonly string[]): PathTest {
  if (patterns.length === 0) return () => false;
  const parsed = patterns.map((pattern) => {
    const names = parsePath(pattern);
    return names[0] === 'headers' ? names.map((name) => name.toLowerCase()) : names;
  });
  return (names) => parsed.some((pattern) => fits(pattern, names));
}

/** Walks both with one way back, to the last `**`: linear in the product of their lengths. */
function fits(pattern: readonly string[], names: readonly string[]): boolean {
  let at = 0;
  let place = 0;
  let back: { at: number; place: number } | null = null;
  while (at < pattern.length) {
    const part = pattern[at];
    if (part === '**') {
      back = { at: ++at, place };
    } else if (place < names.length && (part === '*' || part === names[place])) {
      at++;
      place++;
    } else if (back && back.place < names.length) {
      back.place++;
      ({ at, place } = back);
    } else return false;
  }
  return true;
}
