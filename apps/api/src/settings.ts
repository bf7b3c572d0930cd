import type { CidrSet } from '@apiscope/core/geo/cidr-set';

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
  /** Version and stage put on captured requests of this service. */
  version: string | null;
  stage: string | null;
};

/** Name under which Apiscope's own requests and log lines are kept. */
export const ownService = 'apiscope';
