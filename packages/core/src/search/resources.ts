import type { Resource } from './fields.ts';
import { audit } from './resources/audit.ts';
import { catalogue } from './resources/catalogue.ts';
import { consumers } from './resources/consumers.ts';
import { endpoints } from './resources/endpoints.ts';
import { jobs } from './resources/jobs.ts';
import { keys } from './resources/keys.ts';
import { logs } from './resources/logs.ts';
import { metrics } from './resources/metrics.ts';
import { patterns } from './resources/patterns.ts';
import { replayRuns } from './resources/replay-runs.ts';
import { replaySends } from './resources/replay-sends.ts';
import { replaySetRuns } from './resources/replay-set-runs.ts';
import { replaySets } from './resources/replay-sets.ts';
import { services } from './resources/services.ts';
import { snapshots } from './resources/snapshots.ts';
import { traces } from './resources/traces.ts';
import { users } from './resources/users.ts';
import { views } from './resources/views.ts';

/** Every resource that can be listed, by its name: what holds for all of them is tested over this table. */
export const resources = {
  users,
  logs,
  patterns,
  metrics,
  endpoints,
  consumers,
  services,
  catalogue,
  snapshots,
  replayRuns,
  replaySets,
  replaySetRuns,
  replaySends,
  traces,
  jobs,
  views,
  keys,
  audit,
} as const satisfies Record<string, Resource>;
