import type { CidrSet } from '@apiscope/core/geo/cidr-set';
import type { ReplaySettings } from '@apiscope/core/replay/replay-env';
import type { RetentionDays } from '@apiscope/core/retention/schema';
import type { AuthMode } from './access/create-identify.ts';

/** What a process is told by its environment, and what it knows of itself. */
export type Settings = {
  /** Version of this program. */
  programVersion: string;
  /** Milliseconds since the epoch at which the process started. */
  startedAt: number;
  /** Whether callers must show who they are. */
  auth: AuthMode;
  /** Where browsers reach this server; null: not told. */
  publicUrl: URL | null;
  /** Origins of pages elsewhere that may call this API with a key. */
  corsOrigins: ReadonlySet<string>;
  /** Peers whose forwarded and geo headers count. */
  trustedProxies: CidrSet;
  /** Log patterns a service may have before the lines of further ones share one. */
  maxPatterns: number;
  /** Days that each kind is kept where no policy is set; the worker must be told the same. */
  retentionDays: RetentionDays;
  /** How requests are sent again; the worker must be told the same. */
  replay: ReplaySettings;
  /** Whether requests can be sent from here to addresses that a user names, guarded; it needs sockets as Node has them. */
  sendsOut: boolean;
  /** Version and stage put on captured requests of this service. */
  version: string | null;
  stage: string | null;
};
