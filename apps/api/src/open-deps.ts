import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { createGate } from '@apiscope/core/batch/gate';
import type { Clock } from '@apiscope/core/clock';
import { directUrl } from '@apiscope/core/env/direct-url';
import { AppError } from '@apiscope/core/errors';
import type { GeoReader } from '@apiscope/core/geo/locate';
import type { NewId } from '@apiscope/core/ids';
import { createLiveRedactor, type LiveRedactor } from '@apiscope/core/redact/live-redactor';
import { createHashEmbedder } from '@apiscope/core/search/embed';
import { closeDb, createDb, stopWaiting } from '@apiscope/db/client';
import { describeDatabase, pingDatabase } from '@apiscope/db/health/describe-database';
import { hasQueue } from '@apiscope/db/health/has-queue';
import type { PreparedLog } from '@apiscope/db/logs/insert-logs';
import { migrationStanding } from '@apiscope/db/migrate';
import { createRulesReader, followRules, type RulesReader } from '@apiscope/db/redaction/follow-rules';
import { rulesChannel } from '@apiscope/db/redaction/set-rules';
import type { DestinationStream } from 'pino';
import packageJson from '../package.json' with { type: 'json' };
import { createIdentify } from './access/create-identify.ts';
import { createSignIn } from './access/create-sign-in.ts';
import { createLimits, type Limits } from './access/limits.ts';
import { watchCallers } from './access/watch-callers.ts';
import { createBatchers } from './batches/create-batchers.ts';
import type { Deps } from './deps.ts';
import type { Env } from './env.ts';
import { openGeo } from './geo/open-geo.ts';
import { createIngestCounts } from './ingest/create-ingest-counts.ts';
import { createIntake, intakeRetryAfter } from './ingest/create-intake.ts';
import { createLogger } from './logging/create-logger.ts';
import { createLogSink } from './logging/log-sink.ts';
import { createHub } from './stream/hub.ts';

/** Connections to the database unless told otherwise; few, since the embedded one has a single session. */
const usualConnections = 4;
/** Longest that the end of the pool is waited for, ms. */
const closeWithinMs = 1_000;
/** Batches of logs stored at a time; the connections that are left answer readers. */
const maxLogWriters = 2;
/** Longest that a batch waits for those before it, ms; a sender knows better than to pile up here. */
const longestGateMs = 4_000;
const refuseAtGate = () =>
  new AppError('TOO_MANY_REQUESTS', 'the batches before this one are not stored yet; try again shortly', {
    retryAfter: intakeRetryAfter,
  });

/** What lasts where everything else is made for each request. */
export type Lasting = { redactor: LiveRedactor; rules: RulesReader; limits: Limits };

/** Makes what lasts. */
export function openLasting(env: Env): Lasting {
  const redactor = createLiveRedactor();
  return {
    redactor,
    rules: createRulesReader(redactor),
    limits: createLimits({
      key: env.RATE_LIMIT_KEY,
      address: env.RATE_LIMIT_ADDRESS,
      failures: env.RATE_LIMIT_FAILURES,
    }),
  };
}

/** Makes everything the app leans on. Nothing waits for the database, so a process starts while it is away. */
export async function openDeps(
  env: Env,
  {
    clock,
    newId,
    stdout,
    maxConnections = usualConnections,
    lasting,
    lookUp,
    sendsOut = true,
  }: {
    clock: Clock;
    newId: NewId;
    stdout: DestinationStream;
    maxConnections?: number;
    /** Given where the rest is for one request: then nothing is listened to, and rules are read when they are looked for. */
    lasting?: Lasting;
    /** Where addresses are looked up; in the offline databases unless given. */
    lookUp?: GeoReader;
    sendsOut?: boolean;
  },
): Promise<{ deps: Deps; stop(): void; stopWaiting(): void; close(deadlineMs: number): Promise<void> }> {
  const { redactor, limits, rules: reader } = lasting ?? openLasting(env);
  // The logger is needed to make the buffer that its own lines go to.
  let keep: (line: PreparedLog) => void = () => {};
  const sink = createLogSink({ redactor, clock }, (line) => keep(line));
  const log = createLogger({ level: env.LOG_LEVEL, redactor, destinations: [stdout, sink] });
  const quiet = log.child({ recorded: false });
  const url = env.DATABASE_URL;
  let isClosing = false;
  const db = createDb({
    url,
    maxConnections,
    onError: (error) => isClosing || quiet.warn({ err: error }, 'a connection to the database is lost'),
  });
  const embedder = createHashEmbedder({ dimensions: env.EMBEDDING_DIMENSIONS });
  const batchers = createBatchers({
    db,
    log,
    clock,
    newId,
    patternRules: { embedder, maxPatterns: env.MAX_PATTERNS },
  });
  keep = (line) => batchers.logs.add(line);
  const rules = followRules({
    db,
    reader,
    every: lasting ? null : undefined,
    onError: (error) => quiet.warn({ err: error }, 'the redaction rules cannot be read; trying on'),
  });
  const hub = createHub({
    db,
    directUrl: lasting ? null : directUrl(env),
    log: quiet,
    others: { [rulesChannel]: rules.look },
  });
  const stopping = new AbortController();
  // One listener a stream, however many there are.
  setMaxListeners(0, stopping.signal);
  const secretKey = env.APISCOPE_SECRET_KEY;
  const publicUrl = env.PUBLIC_URL ?? new URL(`http://localhost:${env.PORT}`);
  const signIn = env.AUTH === 'on' && secretKey ? createSignIn({ db, secretKey, publicUrl }) : null;
  const identify = createIdentify({ db, clock, signIn });
  let migrated = false;

  const deps: Deps = {
    db,
    database: {
      ping: () => pingDatabase(db),
      describe: () => describeDatabase(db),
      async pendingMigrations() {
        if (migrated) return [];
        const { pending, ahead } = await migrationStanding({ url });
        if (!(await hasQueue(db))) pending.push('graphile_worker');
        migrated = pending.length === 0;
        if (migrated && ahead.length > 0)
          log.info({ ahead }, 'the database is ahead: a later release has migrated it, this one serves on');
        return pending;
      },
    },
    clock,
    newId,
    log,
    signIn,
    limits,
    identify,
    watchCaller: watchCallers({ identify, clock }),
    lookUp: lookUp ?? (await openGeo({ cityFile: env.GEOIP_MMDB, log })),
    embedder,
    redactor,
    rules,
    hub,
    batchers,
    logGate: createGate(maxLogWriters, { longestWaitMs: longestGateMs, refuse: refuseAtGate }),
    intake: createIntake({ maxRequests: env.INGEST_MAX_REQUESTS, maxBytes: env.INGEST_MAX_BYTES }),
    ingested: createIngestCounts(),
    stopping: stopping.signal,
    settings: {
      programVersion: packageJson.version,
      startedAt: clock.now(),
      auth: env.AUTH,
      publicUrl: env.PUBLIC_URL ?? null,
      corsOrigins: env.CORS_ORIGINS,
      trustedProxies: env.TRUSTED_PROXIES,
      maxPatterns: env.MAX_PATTERNS,
      retentionDays: {
        logs: env.RETENTION_DAYS_LOGS,
        snapshots: env.RETENTION_DAYS_SNAPSHOTS,
        metrics: env.RETENTION_DAYS_METRICS,
        traces: env.RETENTION_DAYS_TRACES,
        jobs: env.RETENTION_DAYS_JOBS,
        deleted: env.RETENTION_DAYS_DELETED,
      },
      replay: { secretKey: env.APISCOPE_SECRET_KEY ?? null, allowedCidrs: env.REPLAY_ALLOWED_CIDRS },
      sendsOut,
      version: env.VERSION ?? null,
      stage: env.STAGE ?? null,
    },
  };

  return {
    deps,
    stop() {
      stopping.abort();
      hub.logs.close();
      hub.metrics.close();
    },
    stopWaiting: () => stopWaiting(db),
    async close(deadlineMs) {
      isClosing = true;
      const closing = hub.close();
      const drained = await Promise.all(Object.values(batchers).map((batcher) => batcher.close(deadlineMs)));
      await closing;
      const lost = drained.reduce((sum, each) => sum + each.lost, 0);
      if (lost > 0) quiet.error({ lost }, 'items could not be delivered before the end');
      // What still waits was not delivered in time, or is nobody's any more.
      stopWaiting(db);
      await rules.close();
      // A connection that is being made to a database that hangs is not waited for.
      await Promise.race([closeDb(db), sleep(closeWithinMs, undefined, { ref: false })]);
    },
  };
}
