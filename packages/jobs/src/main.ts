import { systemClock } from '@apiscope/core/clock';
import { randomId } from '@apiscope/core/ids';
import { createLiveRedactor } from '@apiscope/core/redact/live-redactor';
import { createHashEmbedder } from '@apiscope/core/search/embed';
import { closeDb, createDb } from '@apiscope/db/client';
import { followRules } from '@apiscope/db/redaction/follow-rules';
import { replaySnapshot } from '@apiscope/replay/replay-snapshot';
import { createLog } from './create-log.ts';
import { readEnv } from './env.ts';
import { handlers } from './handlers.ts';
import { startWorker } from './worker.ts';

/** How long jobs in work may take once the process is to stop, and then how long everything else may, ms. */
const graceMs = 12_000;
const goodbyeMs = 5_000;

async function main(): Promise<void> {
  const env = readEnv();
  const redactor = createLiveRedactor();
  const log = createLog(env.LOG_LEVEL, redactor);
  const onError = (error: Error): void => log.debug({ err: error }, 'an idle connection was lost');
  const db = createDb({ url: env.DATABASE_URL, maxConnections: env.WORKER_CONCURRENCY + 1, onError });
  const rules = followRules({
    db,
    redactor,
    onError: (error) => log.warn({ err: error }, 'the redaction rules cannot be read; trying on'),
  });
  // Rules come before work where the database answers; jobs need it anyway.
  await rules.look();
  const replay = { secretKey: env.APISCOPE_SECRET_KEY ?? null, allowedCidrs: env.REPLAY_ALLOWED_CIDRS };
  // Nobody answers Apiscope's own requests here: those need a target.
  const sending = { db, clock: systemClock, newId: randomId, redactor, replay, own: null };
  const worker = startWorker({
    url: env.DATABASE_URL,
    db,
    log,
    clock: systemClock,
    redactor,
    handlers,
    newId: randomId,
    replay: (order) => replaySnapshot(sending, order),
    embedder: createHashEmbedder({ dimensions: env.EMBEDDING_DIMENSIONS }),
    concurrency: env.WORKER_CONCURRENCY,
    settings: {
      retentionDays: {
        logs: env.RETENTION_DAYS_LOGS,
        snapshots: env.RETENTION_DAYS_SNAPSHOTS,
        metrics: env.RETENTION_DAYS_METRICS,
        jobs: env.RETENTION_DAYS_JOBS,
        deleted: env.RETENTION_DAYS_DELETED,
      },
      maxEndpoints: env.MAX_ENDPOINTS,
      replay,
    },
  });

  let isStopping = false;
  const stop = async (): Promise<void> => {
    if (isStopping) return;
    isStopping = true;
    // With the database away some good-byes can't be said; the process must end all the same.
    setTimeout(() => process.exit(0), graceMs + goodbyeMs).unref();
    await worker.stop(graceMs);
    await rules.close();
    await closeDb(db);
    process.exit(0);
  };
  for (const event of ['SIGTERM', 'SIGINT', 'disconnect']) process.on(event, stop);

  await worker.ready;
  if (!isStopping) process.stdout.write('WORKER READY\n');
}

main().catch((error: unknown) => {
  console.error(`apiscope worker: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
});
