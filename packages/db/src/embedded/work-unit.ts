import type { StatementEffect } from './statement-effects.ts';

/**
 * What runs on the session without anything in between: a simple query, an extended batch up to its Sync, or the part of a batch up
 * to a Flush, after which the client keeps the session until its Sync. `copy-prompt` asks the client for COPY data in its turn;
 * `startup` applies and checks the settings of a new connection.
 */
export type WorkUnit = {
  kind: 'query' | 'sync' | 'flush' | 'copy-prompt' | 'startup';
  messages: Buffer[];
  bytes: number;
  /** Effects of the statements that complete, in the order of their completion. */
  effects: (StatementEffect | undefined)[];
  /** Command tags to answer with in place of the session's, in the same order. */
  tags: (string | undefined)[];
  /** Carries the data of a COPY, so the session's own request for it is not passed on. */
  isCopy: boolean;
  /** Refers to the unnamed statement of an earlier unit: its Parse, to be repeated when someone else has run since. */
  unnamedParse?: Buffer;
  /** Leaves an unnamed statement behind. */
  declaresUnnamed: boolean;
};

export function emptyUnit(kind: WorkUnit['kind']): WorkUnit {
  return { kind, messages: [], bytes: 0, effects: [], tags: [], isCopy: false, declaresUnnamed: false };
}
