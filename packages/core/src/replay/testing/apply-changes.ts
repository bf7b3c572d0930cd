import { parsePath } from '../diff/path.ts';
import type { Change } from '../diff-schema.ts';

type Step = Change & { names: string[] };

/** Makes the body after out of the body before and the changes listed: what a complete diff must allow. */
export function applyChanges(before: unknown, changes: readonly Change[]): unknown {
  return applyAt(
    before,
    changes.map((change) => ({ ...change, names: parsePath(change.path).slice(1) })),
  );
}

function applyAt(value: unknown, steps: readonly Step[]): unknown {
  const [whole] = steps.filter(({ names }) => names.length === 0);
  if (whole) return whole.after;
  if (steps.length === 0) return value;
  return Array.isArray(value) ? applyToItems(value, steps) : applyToMembers(value as object, steps);
}

function applyToMembers(value: object, steps: readonly Step[]): unknown {
  const members = new Map<string, unknown>(Object.entries(value));
  for (const [name, below] of byFirst(steps)) {
    const [own] = below.filter(({ names }) => names.length === 0);
    if (own?.kind === 'removed') members.delete(name);
    else members.set(name, applyAt(members.get(name), below));
  }
  return Object.fromEntries(members);
}

/** Removed and moved items are taken out, moved and added ones put at their places; the rest fills the gaps in order. */
function applyToItems(items: readonly unknown[], steps: readonly Step[]): unknown[] {
  const own = steps.filter(({ names }) => names.length === 1);
  const of = (kind: Change['kind']) => own.filter((step) => step.kind === kind);
  const placed = new Map<number, unknown>([
    ...of('added').map((step) => [Number(step.names[0]), step.after] as const),
    ...of('moved').map((step) => [step.to!, items[step.from!]] as const),
  ]);
  const gone = new Set([
    ...of('removed').map((step) => Number(step.names[0])),
    ...of('moved').map(({ from }) => from),
  ]);
  const rest = items.filter((_, n) => !gone.has(n));
  const made = Array.from({ length: rest.length + placed.size }, (_, n) =>
    placed.has(n) ? placed.get(n) : rest.shift(),
  );
  const inside = steps.filter(({ names, kind }) => names.length > 1 || kind === 'changed' || kind === 'type');
  for (const [index, below] of byFirst(inside)) made[Number(index)] = applyAt(made[Number(index)], below);
  return made;
}

function byFirst(steps: readonly Step[]): Map<string, Step[]> {
  const groups = new Map<string, Step[]>();
  for (const { names, ...step } of steps) {
    const [first, ...rest] = names as [string, ...string[]];
    groups.set(first, [...(groups.get(first) ?? []), { ...step, names: rest }]);
  }
  return groups;
}
