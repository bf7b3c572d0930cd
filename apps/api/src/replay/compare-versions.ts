import { diffResponses } from '@apiscope/core/replay/diff/diff-responses';
import { generalPath } from '@apiscope/core/replay/general-path';
import type { CompareVersionsInput, VersionComparison } from '@apiscope/core/replay/version-schema';
import { listVersionPairs } from '@apiscope/db/replay/list-version-pairs';
import type { Deps } from '../deps.ts';
import { createBreather } from '../http/breathe.ts';

/** Paths that are told. */
const maxPaths = 200;

/** Compares what two versions of a service answered to alike requests. */
export async function compareVersions(
  { db, clock }: Deps,
  input: CompareVersionsInput,
): Promise<VersionComparison> {
  const paths = new Map<string, VersionComparison['paths'][number]>();
  const breather = createBreather(clock);
  const found = { pairs: 0, equal: 0, different: 0 };
  for await (const { before, after, answers } of listVersionPairs(db, input)) {
    const { equal, changes } = diffResponses(answers.before, answers.after);
    found.pairs++;
    found[equal ? 'equal' : 'different']++;
    for (const path of new Set(changes.map((change) => generalPath(change.path)))) {
      const known = paths.get(path);
      if (known) known.count++;
      else paths.set(path, { path, count: 1, before, after });
    }
    if (breather.isDue()) await breather.rest();
  }
  const most = [...paths.values()].sort((a, b) => b.count - a.count || (a.path < b.path ? -1 : 1));
  return { ...found, paths: most.slice(0, maxPaths) };
}
