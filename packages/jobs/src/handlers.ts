import type { PayloadOf, TaskName } from './catalog.ts';
import { checkHealth } from './health/check-health.ts';
import type { JobContext } from './job-context.ts';
import { processMetrics } from './metrics/process-metrics.ts';
import { processRawMetrics } from './metrics/process-raw-metrics.ts';
import { maintainPartitions } from './partitions/maintain-partitions.ts';
import { scrubHistory } from './redaction/scrub-history.ts';
import { replaySet } from './replay/replay-set.ts';
import { cleanUp } from './retention/clean-up.ts';
import { vacuum } from './retention/vacuum.ts';
import { backfillEmbeddings } from './search/backfill-embeddings.ts';

/** Does the work of a task; what it returns is kept as the result of the job. Running it twice must change nothing. */
export type Handler<T extends TaskName> = (payload: PayloadOf<T>, context: JobContext) => Promise<unknown>;

/** One handler for every task of the catalogue: a missing one is a type error. */
export type Handlers = { readonly [T in TaskName]: Handler<T> };

export const handlers: Handlers = {
  process_raw_metrics: processRawMetrics,
  process_metrics: processMetrics,
  cleanup_logs: cleanUp,
  health_check: checkHealth,
  maintain_partitions: maintainPartitions,
  vacuum_tables: vacuum,
  backfill_embeddings: backfillEmbeddings,
  scrub_history: scrubHistory,
  replay_set: replaySet,
};
