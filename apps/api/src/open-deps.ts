import { setMaxListeners } from 'node:events';
import { createGate } from '@apiscope/core/batch/gate';
import type { Clock } from '@apiscope/core/clock';
import type { NewId } from '@apiscope/core/ids';
import { createLiveRedactor } from '@apiscope/core/redact/live-redactor';
import { createHashEmbedder } from '@apiscope/core/search/embed';
import { closeDb, createDb } from '@apiscope/db/client';
import { describeDatabase, pingDatabase } from '@apiscope/db/health/describe-database';
import type { PreparedLog } from '@apiscope/db/logs/insert-logs';
import { pendingMigrations } from '@apiscope/db/migrate';
import { followRules } from '@apiscope/db/redaction/follow-rules';
import { rulesChannel } from '@apiscope/db/redaction/set-rules';
import type { DestinationStream } from 'pino';
import packageJson from '../package.json' with { type: 'json' };
import { createBatchers } from './batches/create-batchers.ts';
import type { Deps } from './deps.ts';
import type { Env } from './env.ts';
import { openGeo } from './geo/open-geo.ts';
import { createLogger } from './logging/create-logger.ts';
import { createLogSink } from './logging/log-sink.ts';
import { createHub } from './stream/hub.ts';

/** Connections to the database; few, since the embedded one has a single session. */
const maxConnections = 4;
/** Batches of logs stored at a time; the connections that are left answer readers. */
const maxLogWriters = 2;

/** Makes everything the app leans on. Nothing waits for the database, so a process starts while it is away. */
export async function openDeps(
  env: Env,
  { clock, newId, stdout }: { clock: Clock; newId: NewId; stdout: DestinationStream },
): Promise<{ deps: Deps; stop(): void; close(deadlineMs: number): Promise<void> }> {
  const redactor = createLiveRedactor();
  // The logger is needed to make the buffer that its own lines go to.
  let keep: (line: PreparedLog) => void = () => {};
  const sink = createLogSink({ redactor, clock }, (line) => keep(line));
  const log = createLogger({ level: env.LOG_LEVEL, redactor, destinations: [stdout, sink] });
  const quiet = log.child({ recorded: false });
  const url = env.DATABASE_URL;
  const db = createDb({
    url,
    maxConnections,
    onError: (error) => quiet.warn({ err: error }, 'a connection to the database is lost'),
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
    redactor,
    onError: (error) => quiet.warn({ err: error }, 'the redaction rules cannot be read; trying on'),
  });
  const hub = createHub({ db, url, log: quiet, others: { [rulesChannel]: rules.look } });
  const stopping = new AbortController();
  // One listener a stream, however many there are.
  setMaxListeners(0, stopping.signal);
  let migrated = false;

  const deps: Deps = {
    db,
    database: {
      ping: () => pingDatabase(db),
      describe: () => describeDatabase(db),
      async pendingMigrations() {
        if (migrated) return [];
        const missing = await pendingMigrations({ url });
        migrated = missing.length === 0;
        return missing;
      },
    },
    clock,
    newId,
    log,
    lookUp: await openGeo({ cityFile: env.GEOIP_MMDB, log }),
    embedder,
    redactor,
    rules,
    hub,
    batchers,
    logGate: createGate(maxLogWriters),
    stopping: stopping.signal,
    settings: {
      programVersion: packageJson.version,
      startedAt: clock.now(),
      trustedProxies: env.TRUSTED_PROXIES,
      maxPatterns: env.MAX_PATTERNS,
      retentionDays: {
        logs: env.RETENTION_DAYS_LOGS,
        snapshots: env.RETENTION_DAYS_SNAPSHOTS,
        metrics: env.RETENTION_DAYS_METRICS,
        jobs: env.RETENTION_DAYS_JOBS,
        deleted: env.RETENTION_DAYS_DELETED,
      },
      replay: { secretKey: env.APISCOPE_SECRET_KEY ?? null, allowedCidrs: env.REPLAY_ALLOWED_CIDRS },
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
    async close(deadlineMs) {
      await hub.close();
      const drained = await Promise.all(Object.values(batchers).map((batcher) => batcher.close(deadlineMs)));
      const lost = drained.reduce((sum, each) => sum + each.lost, 0);
      if (lost > 0) quiet.error({ lost }, 'items could not be delivered before the end');
      await rules.close();
      await closeDb(db);
    },
  };
}
