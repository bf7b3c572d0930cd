import { diffResponses } from '@apiscope/core/replay/diff/diff-responses';
import type { Change } from '@apiscope/core/replay/diff-schema';
import { noisePaths } from '@apiscope/core/replay/noise-paths';
import type { SetRun } from '@apiscope/core/replay/set-run-schema';
import type { Db } from '@apiscope/db/client';
import { listPairs } from '@apiscope/db/replay/sets/list-pairs';

/** The paths at which two replays of the same requests differ, but for those that are ignored anyway. */
export async function learnNoise(db: Db, run: Pick<SetRun, 'id' | 'ignored'>): Promise<string[]> {
  const changes: Pick<Change, 'path'>[] = [];
  for await (const { first, second } of listPairs(db, run.id)) {
    const diff = diffResponses(first, second, { ignore: run.ignored });
    changes.push(...diff.changes.map(({ path }) => ({ path })));
  }
  return noisePaths(changes);
}
