/** What a process is told by its environment, and what it knows of itself. */
export type Settings = {
  /** Version of this program. */
  programVersion: string;
  databaseKind: 'embedded' | 'external';
  /** Milliseconds since the epoch at which the process started. */
  startedAt: number;
  /** Addresses or CIDR ranges whose forwarded and geo headers count. */
  trustedProxies: readonly string[];
  /** Version and stage put on captured requests of this service. */
  version: string | null;
  stage: string | null;
};
