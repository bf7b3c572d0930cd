import {
  type RetentionOverview,
  type RetentionStorage,
  retentionKinds,
} from '@apiscope/core/retention/schema';
import { toKeepRules } from '@apiscope/core/retention/to-keep-rules';
import { lastJob } from '@apiscope/db/jobs/last-job';
import { lastRetentionRuns } from '@apiscope/db/retention/last-runs';
import { listPolicies } from '@apiscope/db/retention/list-policies';
import { measureDatabase, measureStorage } from '@apiscope/db/retention/measure-storage';
import type { Deps } from '../deps.ts';
import { cleanUpTask, nextCleanUp } from './next-clean-up.ts';

/** What is kept, for how long and on whose word, how much there is of it, and what the runs of retention do. */
export async function getOverview(deps: Deps): Promise<RetentionOverview> {
  const { db, settings } = deps;
  const [policies, runs, nextRun, job, databaseBytes] = await Promise.all([
    listPolicies(db),
    lastRetentionRuns(db),
    nextCleanUp(deps),
    lastJob(db, cleanUpTask),
    measureDatabase(db),
  ]);
  const rules = toKeepRules(settings.retentionDays, policies);
  const kinds: RetentionOverview['kinds'] = [];
  for (const kind of retentionKinds) {
    const { days, origin, services } = rules[kind];
    const storage: RetentionStorage = await measureStorage(db, kind);
    kinds.push({
      kind,
      days,
      origin,
      services: [...services].map(([service, days]) => ({ service, days })),
      ...storage,
      lastRun: runs.get(kind) ?? null,
    });
  }
  return { kinds, databaseBytes, nextRun, job };
}
