import { anyItem, canonicalText } from './canonical-text.ts';
import type { PathTest } from './match-paths.ts';

/** Members that name an item of a list, the most telling first. */
const identities = ['id', '_id', 'uuid', 'guid', 'key', 'sha', 'number', 'code', 'slug', 'name', 'url'];

type Lists = { before: readonly unknown[]; after: readonly unknown[] };
type ItemKeys = {
  before: string[];
  after: string[];
  /** Whether an item may have become another that has a different key. */
  mayPair(before: number, after: number): boolean;
};

/**
 * Keys by which items of two lists are told apart: the first member of {@link identities} that every item has, each with another
 * value; else all that is not ignored of an item.
 */
export function itemKeys(lists: Lists, place: { isIgnored: PathTest; names: readonly string[] }): ItemKeys {
  for (const name of identities) {
    const before = identify(lists.before, name);
    const after = identify(lists.after, name);
    if (before && after)
      return {
        before,
        after,
        mayPair: (left, right) => isAlike(lists.before[left], lists.after[right], name),
      };
  }
  const item = { ...place, names: [...place.names, anyItem] };
  const all = (items: readonly unknown[]) => items.map((each) => canonicalText(each, item));
  return { before: all(lists.before), after: all(lists.after), mayPair: () => true };
}

/** The values under `name`, or null when one lacks it or two share it. */
function identify(items: readonly unknown[], name: string): string[] | null {
  const keys: string[] = [];
  for (const item of items) {
    if (!isRecord(item) || !Object.hasOwn(item, name)) return null;
    const value = item[name];
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'bigint') return null;
    keys.push(`${typeof value === 'string' ? 's' : 'n'}${value}`);
  }
  return new Set(keys).size === keys.length ? keys : null;
}

/** Whether the same item got another name: at least half of what else it has is as it was. */
function isAlike(one: unknown, other: unknown, identity: string): boolean {
  if (!isRecord(one) || !isRecord(other)) return false;
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  names.delete(identity);
  const same = [...names].filter(
    (name) =>
      Object.hasOwn(one, name) &&
      Object.hasOwn(other, name) &&
      canonicalText(one[name]) === canonicalText(other[name]),
  );
  return same.length * 2 >= names.size;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
