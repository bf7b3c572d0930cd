import { listMetricsInput } from '@apiscope/core/metrics/schema';
import type { Page } from '@apiscope/core/page';
import { listSnapshotsInput } from '@apiscope/core/replay/schema';
import { type Parameters, parseListQuery } from '@apiscope/core/search/parse';
import { resources } from '@apiscope/core/search/resources';
import { listTracesInput } from '@apiscope/core/traces/schema';
import { listAudit } from '../access/list-audit.ts';
import { listKeys } from '../access/list-keys.ts';
import type { Db } from '../client.ts';
import { listJobs } from '../jobs/list-jobs.ts';
import { listLogs } from '../logs/list-logs.ts';
import { listPatterns } from '../logs/list-patterns.ts';
import { listMetrics } from '../metrics/list-metrics.ts';
import { listReplayRuns } from '../replay/list-runs.ts';
import { listSnapshots } from '../replay/list-snapshots.ts';
import { listSends } from '../replay/sets/list-sends.ts';
import { listSetRuns } from '../replay/sets/list-set-runs.ts';
import { listSets } from '../replay/sets/list-sets.ts';
import { listTraces } from '../traces/list-traces.ts';
import { listUsers } from '../users/list-users.ts';
import { listViews } from '../views/list-views.ts';

/** Resources whose rows are worked out. */
type Computed = 'endpoints' | 'consumers' | 'services' | 'catalogue';

/** Where the rows of each resource are that has a table. */
export const tablesOf = {
  users: 'users',
  logs: 'logs',
  patterns: 'log_patterns',
  metrics: 'metrics',
  snapshots: 'request_snapshots',
  replayRuns: 'replay_runs',
  replaySets: 'replay_sets',
  replaySetRuns: 'replay_set_runs',
  replaySends: 'replay_sends',
  traces: 'traces',
  jobs: 'job_runs',
  views: 'saved_views',
  keys: 'api_keys',
  audit: 'audit_log',
} as const satisfies Record<Exclude<keyof typeof resources, Computed>, string>;

export type Listed = keyof typeof tablesOf;

/** The snapshot, replay set and run of a set whose rows are listed where a list is that of one of them. */
export const parentRow = 7;

type List = (input: Parameters) => Promise<Page<{ readonly [field: string]: unknown }>>;

/** Every list that reads rows of a table, by the name of its resource, taking the parameters of its door. */
export function listsOf(db: Db): Record<Listed, List> {
  return {
    users: (input) => listUsers(db, parseListQuery(resources.users, input)),
    logs: (input) => listLogs(db, parseListQuery(resources.logs, input)),
    patterns: (input) =>
      listPatterns(db, parseListQuery(resources.patterns, input), { range: { start: 0, end: 0 } }),
    metrics: (input) => listMetrics(db, listMetricsInput.parse(input)),
    snapshots: (input) => listSnapshots(db, listSnapshotsInput.parse(input)),
    replayRuns: (input) => listReplayRuns(db, parentRow, parseListQuery(resources.replayRuns, input)),
    replaySets: (input) => listSets(db, parseListQuery(resources.replaySets, input)),
    replaySetRuns: (input) => listSetRuns(db, parentRow, parseListQuery(resources.replaySetRuns, input)),
    replaySends: (input) => listSends(db, parentRow, parseListQuery(resources.replaySends, input)),
    traces: (input) => listTraces(db, listTracesInput.parse(input)),
    jobs: (input) => listJobs(db, parseListQuery(resources.jobs, input)),
    views: (input) => listViews(db, parseListQuery(resources.views, input)),
    keys: (input) => listKeys(db, parseListQuery(resources.keys, input)),
    audit: (input) => listAudit(db, parseListQuery(resources.audit, input)),
  };
}
