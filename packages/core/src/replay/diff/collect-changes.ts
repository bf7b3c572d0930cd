import type { Change } from '../diff-schema.ts';
import { matchPaths, type PathTest } from './match-paths.ts';
import { printPath } from './path.ts';
import { shortValues } from './short-values.ts';

/** Changes listed of each kind, ignored or not, and characters of their paths and the values they show. */
const maxListed = 500;
const maxShown = 200_000;

/** A change before its path is printed; values may be big integers. */
export type FoundChange = Omit<Change, 'path'>;

/** Takes changes as they are found. */
export type ChangeCollector = {
  isIgnored: PathTest;
  report(names: readonly string[], change: FoundChange): void;
  /** A remark on what limits the comparison. */
  note(text: string): void;
  end(): { changes: Change[]; ignored: Change[]; more: number; notes: string[] };
};

/** Collects changes apart from those at ignored paths, within bounds. */
export function collectChanges(ignore: readonly string[]): ChangeCollector {
  const isIgnored = matchPaths(ignore);
  const [changes, ignored]: [Change[], Change[]] = [[], []];
  const notes = new Set<string>();
  let shown = 0;
  let more = 0;
  return {
    isIgnored,
    report(names, { before, after, ...change }) {
      const aside = isIgnored(names);
      const list = aside ? ignored : changes;
      if (list.length >= maxListed || shown > maxShown) {
        if (aside) notes.add('not all ignored changes are listed');
        else more++;
        return;
      }
      const values = shortValues({ before, after });
      const path = printPath(names);
      shown += values.length + path.length;
      list.push({ path, ...change, ...values.shown });
    },
    note: (text) => void notes.add(text),
    end: () => ({ changes, ignored, more, notes: [...notes] }),
  };
}
