import type { Batcher } from '@apiscope/core/batch/batcher';
import type { Gate } from '@apiscope/core/batch/gate';
import type { Clock } from '@apiscope/core/clock';
import type { GeoReader } from '@apiscope/core/geo/locate';
import type { NewId } from '@apiscope/core/ids';
import type { Sample } from '@apiscope/core/metrics/sample';
import type { Redactor } from '@apiscope/core/redact/redactor';
import type { Db } from '@apiscope/db/client';
import type { DatabaseDescription } from '@apiscope/db/health/describe-database';
import type { PreparedLog } from '@apiscope/db/logs/insert-logs';
import type { RulesFollower } from '@apiscope/db/redaction/follow-rules';
import type { NewSnapshot } from '@apiscope/db/replay/insert-snapshots';
import type { TextEmbedder } from '@apiscope/db/search/text-embedder';
import type { Logger } from 'pino';
import type { Identify } from './access/create-identify.ts';
import type { SignIn } from './access/create-sign-in.ts';
import type { Limits } from './access/limits.ts';
import type { WatchCaller } from './access/watch-callers.ts';
import type { IngestCounts } from './ingest/create-ingest-counts.ts';
import type { Intake } from './ingest/create-intake.ts';
import type { Settings } from './settings.ts';
import type { Hub } from './stream/hub.ts';

/** Buffers between the requests and the database. */
export type Batchers = {
  samples: Batcher<Sample>;
  snapshots: Batcher<NewSnapshot>;
  /** The process's own log lines. */
  logs: Batcher<PreparedLog>;
};

/** Everything the app leans on, made once in main.ts and by hand in tests. */
export type Deps = {
  db: Db;
  clock: Clock;
  newId: NewId;
  log: Logger;
  /** Signs people in; null while `AUTH=off`. */
  signIn: SignIn | null;
  /** Tells callers apart. */
  identify: Identify;
  /** How often each caller may ask. */
  limits: Limits;
  /** Ends what goes on when who follows it may no more. */
  watchCaller: WatchCaller;
  /** What is asked of the database as a whole. */
  database: {
    ping(): Promise<void>;
    describe(): Promise<DatabaseDescription>;
    /** Names of the migrations that are missing, `graphile_worker` for those of the queue. */
    pendingMigrations(): Promise<string[]>;
  };
  /** Looks an address up in the offline databases. */
  lookUp: GeoReader;
  embedder: TextEmbedder;
  redactor: Redactor;
  /** Keeps the redactor at the rules that were set. */
  rules: RulesFollower;
  hub: Hub;
  batchers: Batchers;
  /** Batches of logs pass it a few at a time, so that connections are left for everybody else. */
  logGate: Gate;
  /** What other programs send passes it, so that bytes and requests under way are bounded. */
  intake: Intake;
  /** Counts what they send. */
  ingested: IngestCounts;
  /** Fires when the process is about to end: what would go on for long ends with an answer. */
  stopping: AbortSignal;
  settings: Settings;
};
