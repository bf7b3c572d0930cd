import type { Clock } from '@apiscope/core/clock';
import type { NewId } from '@apiscope/core/ids';
import type { Redactor } from '@apiscope/core/redact/redactor';
import type { ReplaySettings } from '@apiscope/core/replay/replay-env';
import type { ReplayOverrides, ReplayRun } from '@apiscope/core/replay/run-schema';
import type { RetentionDays } from '@apiscope/core/retention/schema';
import type { Db } from '@apiscope/db/client';
import type { TextEmbedder } from '@apiscope/db/search/text-embedder';
import type { Logger } from 'pino';

/** What handlers are told by the environment. */
export type Settings = {
  /** Days that each kind is kept where no policy is set. */
  retentionDays: RetentionDays;
  /** Distinct endpoints a service may have before further ones are counted as `overflow`. */
  maxEndpoints: number;
  /** How requests are sent again. */
  replay: ReplaySettings;
};

/** Sends a captured request again and stores what came of it. @throws AppError when it is refused before anything is sent. */
export type Replay = (order: {
  snapshotId: number;
  overrides: ReplayOverrides;
  actor: string;
  setRunId: number;
}) => Promise<ReplayRun>;

/** What a handler may lean on. */
export type JobContext = {
  db: Db;
  log: Logger;
  clock: Clock;
  /** Start of the run, milliseconds since the UTC epoch. */
  now: number;
  settings: Settings;
  /** Makes the vectors of texts. */
  embedder: TextEmbedder;
  redactor: Redactor;
  newId: NewId;
  replay: Replay;
  /** Fires when the worker is to stop: what goes on for long ends with an error, and is taken up again elsewhere. */
  stopping: AbortSignal;
};
