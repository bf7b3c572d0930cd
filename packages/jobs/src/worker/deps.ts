import type { Clock } from '@apiscope/core/clock';
import type { NewId } from '@apiscope/core/ids';
import type { Redactor } from '@apiscope/core/redact/redactor';
import type { Db } from '@apiscope/db/client';
import type { TextEmbedder } from '@apiscope/db/search/text-embedder';
import type { Logger } from 'pino';
import type { TaskName } from '../catalog.ts';
import type { Handlers } from '../handlers.ts';
import type { Replay, Settings } from '../job-context.ts';

/** Everything a worker leans on, made once in main.ts and by hand in tests. */
export type WorkerDeps = {
  /** The database of `db`, by connections that keep their session. */
  directUrl: string;
  db: Db;
  log: Logger;
  clock: Clock;
  settings: Settings;
  /** Makes the vectors of texts; those that another one made are made anew. */
  embedder: TextEmbedder;
  redactor: Redactor;
  newId: NewId;
  replay: Replay;
  handlers: Handlers;
  /** Jobs that run at once. */
  concurrency: number;
  /** Cron expressions in place of those of the catalogue. */
  schedules?: Partial<Record<TaskName, string>>;
  /** Ticks of any schedule that were missed are made up for when they are younger than this, ms; by default some tasks' are, and older ones. */
  leastCatchUp?: number;
  /** Milliseconds between looks for jobs whose time has come; new ones are heard of at once. */
  pollMs?: number;
  /** Milliseconds between heartbeats. */
  beatMs?: number;
  /** Seconds without a heartbeat after which a worker counts as gone. */
  staleSeconds?: number;
};
