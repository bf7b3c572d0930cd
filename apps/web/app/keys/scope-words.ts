import type { Scope } from '@apiscope/core/access/schema';

/** What each scope allows, as it is chosen. */
export const scopeWords: Readonly<Record<Scope, string>> = {
  ingest: 'send requests, logs and traces',
  read: 'see what is recorded',
  operate: 'replay, run jobs, save views; and read',
  admin: 'everything: keys, people and rules too',
};
