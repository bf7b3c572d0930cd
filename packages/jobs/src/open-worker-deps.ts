import { systemClock } from '@apiscope/core/clock';
import { directUrl } from '@apiscope/core/env/direct-url';
import { randomId } from '@apiscope/core/ids';
import { createLiveRedactor } from '@apiscope/core/redact/live-redactor';
import { createHashEmbedder } from '@apiscope/core/search/embed';
import { closeDb, createDb } from '@apiscope/db/client';
import { createRulesReader, followRules } from '@apiscope/db/redaction/follow-rules';
import { replaySnapshot } from '@apiscope/replay/replay-snapshot';
import { createLog } from './create-log.ts';
import type { Env } from './env.ts';
import { handlers } from './handlers.ts';
import type { WorkerDeps } from './worker/deps.ts';

/** Longest that a query of a job may go unanswered, ms: nobody waits for it, and a day of retention or a vacuum takes what it takes. */
const longestJobQueryMs = 15 * 60_000;

/** Makes everything a worker leans on. */
export async function openWorkerDeps(env: Env): Promise<{ deps: WorkerDeps; close(): Promise<void> }> {
  const redactor = createLiveRedactor();
  const log = createLog(env.LOG_LEVEL, redactor);
  const onError = (error: Error): void => log.debug({ err: error }, 'an idle connection was lost');
  const db = createDb({
    url: env.DATABASE_URL,
    maxConnections: env.WORKER_CONCURRENCY + 1,
    longestQueryMs: longestJobQueryMs,
    onError,
  });
  const rules = followRules({
    db,
    reader: createRulesReader(redactor),
    onError: (error) => log.warn({ err: error }, 'the redaction rules cannot be read; trying on'),
  });
  // Rules come before work where the database answers; jobs need it anyway.
  await rules.look();
  const replay = { secretKey: env.APISCOPE_SECRET_KEY ?? null, allowedCidrs: env.REPLAY_ALLOWED_CIDRS };
  // Nobody answers Apiscope's own requests here: those need a target.
  const sending = { db, clock: systemClock, newId: randomId, redactor, replay, own: null };
  const deps: WorkerDeps = {
    directUrl: directUrl(env),
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
        traces: env.RETENTION_DAYS_TRACES,
        jobs: env.RETENTION_DAYS_JOBS,
        deleted: env.RETENTION_DAYS_DELETED,
      },
      maxEndpoints: env.MAX_ENDPOINTS,
      replay,
    },
  };
  return {
    deps,
    async close() {
      await rules.close();
      await closeDb(db);
    },
  };
}
