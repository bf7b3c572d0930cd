import { matchPaths } from '@apiscope/core/replay/diff/match-paths';
import { parsePath } from '@apiscope/core/replay/diff/path';
import type { Change, ResponseDiff } from '@apiscope/core/replay/diff-schema';

/** A change as a screen has it, where what is absent may be left out. */
export type ShownChange = Pick<Change, 'path' | 'kind' | 'from' | 'to'> & {
  before?: unknown;
  after?: unknown;
};
export type ShownDiff = Omit<ResponseDiff, 'changes' | 'ignored'> & {
  changes: ShownChange[];
  ignored: ShownChange[];
};

/** The changes that count and those that don't, where further paths are ignored than those the diff was made with. */
export function splitChanges({ changes, ignored }: ShownDiff, ignore: readonly string[]) {
  const isIgnored = matchPaths(ignore);
  const folded = changes.filter(({ path }) => isIgnored(parsePath(path)));
  return { changes: changes.filter((change) => !folded.includes(change)), ignored: [...ignored, ...folded] };
}

/** Changes under the part of the answer that they are in. */
export function groupChanges(changes: readonly ShownChange[]): { title: string; changes: ShownChange[] }[] {
  const groups = new Map<string, ShownChange[]>();
  for (const change of changes) {
    const title = titles[parsePath(change.path)[0]!] ?? 'Body';
    groups.set(title, [...(groups.get(title) ?? []), change]);
  }
  return [...groups].map(([title, all]) => ({ title, changes: all }));
}

const titles: Record<string, string> = { status: 'Status', headers: 'Headers' };
