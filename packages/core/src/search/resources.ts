import type { Resource } from './fields.ts';
import { endpoints } from './resources/endpoints.ts';
import { jobs } from './resources/jobs.ts';
import { logs } from './resources/logs.ts';
import { metrics } from './resources/metrics.ts';
import { patterns } from './resources/patterns.ts';
import { replayRuns } from './resources/replay-runs.ts';
import { replaySends } from './resources/replay-sends.ts';
import { replaySetRuns } from './resources/replay-set-runs.ts';
import { replaySets } from './resources/replay-sets.ts';
import { snapshots } from './resources/snapshots.ts';
import { users } from './resources/users.ts';
import { views } from './resources/views.ts';

/** Every resource that can be listed, by its name: what holds for all of them is tested over this table. */
export const resources = {
  users,
  logs,
  patterns,
  metrics,
  endpoints,
  snapshots,
  replayRuns,
  replaySets,
  replaySetRuns,
  replaySends,
  jobs,
  views,
} as const satisfies Record<string, Resource>;
