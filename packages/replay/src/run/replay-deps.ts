import type { Clock } from '@apiscope/core/clock';
import type { NewId } from '@apiscope/core/ids';
import type { Redactor } from '@apiscope/core/redact/redactor';
import type { ReplaySettings } from '@apiscope/core/replay/replay-env';
import type { Db } from '@apiscope/db/client';

/** What a replay leans on. */
export type ReplayDeps = {
  db: Db;
  clock: Clock;
  newId: NewId;
  redactor: Redactor;
  replay: ReplaySettings;
  /** Answers Apiscope's own requests without a socket; null in processes that don't serve them. */
  own: ((request: Request) => Promise<Response>) | null;
};
