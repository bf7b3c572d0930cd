import { redacted } from '../../redact/rules.ts';
import { alignItems } from './align-items.ts';
import type { ChangeCollector } from './collect-changes.ts';
import { itemKeys } from './item-keys.ts';

/** Compares two values of JSON (big integers allowed) and reports each place where they differ, below `names`. */
export function diffValues(
  collector: ChangeCollector,
  names: readonly string[],
  [before, after]: readonly [unknown, unknown],
): void {
  if (typeOf(before) !== typeOf(after)) {
    collector.report(names, { kind: 'type', before, after });
  } else if (Array.isArray(before) && Array.isArray(after)) {
    diffItems(collector, names, { before, after });
  } else if (isObject(before) && isObject(after)) {
    diffMembers(collector, names, { before, after });
  } else if (before !== after) {
    collector.report(names, { kind: 'changed', before, after });
  } else if (before === redacted) {
    collector.note('values that are redacted on both sides are taken as equal');
  }
}

function diffMembers(
  collector: ChangeCollector,
  names: readonly string[],
  { before, after }: { before: Record<string, unknown>; after: Record<string, unknown> },
): void {
  for (const name of Object.keys(before)) {
    if (Object.hasOwn(after, name)) diffValues(collector, [...names, name], [before[name], after[name]]);
    else collector.report([...names, name], { kind: 'removed', before: before[name] });
  }
  for (const name of Object.keys(after))
    if (!Object.hasOwn(before, name))
      collector.report([...names, name], { kind: 'added', after: after[name] });
}

/** Places of items are those after, but for removed ones. */
function diffItems(
  collector: ChangeCollector,
  names: readonly string[],
  lists: { before: readonly unknown[]; after: readonly unknown[] },
): void {
  const { before, after } = lists;
  const keys = itemKeys(lists, { isIgnored: collector.isIgnored, names });
  const { paired, moved, removed, added } = alignItems(keys, keys.mayPair);
  const at = (index: number) => [...names, String(index)];
  for (const index of removed) collector.report(at(index), { kind: 'removed', before: before[index] });
  for (const index of added) collector.report(at(index), { kind: 'added', after: after[index] });
  for (const [from, to] of moved)
    collector.report(at(to), { kind: 'moved', before: before[from], after: after[to], from, to });
  for (const [from, to] of [...paired, ...moved]) diffValues(collector, at(to), [before[from], after[to]]);
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value === 'bigint' ? 'number' : typeof value;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
