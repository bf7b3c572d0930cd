import type { CidrSet } from '@apiscope/core/geo/cidr-set';
import type { ReplaySettings } from '@apiscope/core/replay/replay-env';
import type { RetentionDays } from '@apiscope/core/retention/schema';

/** What a process is told by its environment, and what it knows of itself. */
export type Settings = {
  /** Version of this program. */
  programVersion: string;
  /** Milliseconds since the epoch at which the process started. */
  startedAt: number;
  /** Peers whose forwarded and geo headers count. */
  trustedProxies: CidrSet;
  /** Log patterns a service may have before the lines of further ones share one. */
  maxPatterns: number;
  /** Days that each kind is kept where no policy is set; the worker must be told the same. */
  retentionDays: RetentionDays;
  /** How requests are sent again; the worker must be told the same. */
  replay: ReplaySettings;
  /** Version and stage put on captured requests of this service. */
  version: string | null;
  stage: string | null;
};
