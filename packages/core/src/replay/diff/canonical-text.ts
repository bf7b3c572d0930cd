import type { PathTest } from './match-paths.ts';

/** Stands for the place of an item, which says nothing of what it is: only `*` and `**` fit it. */
export const anyItem = '\uE000';

/** A text that two values of JSON share when they are equal: members by name, and without what is ignored below `place.names`. */
export function canonicalText(
  value: unknown,
  place?: { isIgnored: PathTest; names: readonly string[] },
): string {
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const below = (name: string) => place && { ...place, names: [...place.names, name] };
  if (Array.isArray(value)) return `[${value.map((item) => canonicalText(item, below(anyItem))).join()}]`;
  const members = Object.entries(value)
    .filter(([name]) => !place?.isIgnored([...place.names, name]))
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, item]) => `${JSON.stringify(name)}:${canonicalText(item, below(name))}`);
  return `{${members.join()}}`;
}
