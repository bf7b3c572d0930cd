import type { DbOrTx } from '@apiscope/db/client';
import { hasUnfinishedJob } from '@apiscope/db/jobs/has-unfinished-job';
import { countStaleEmbeddings } from '@apiscope/db/search/count-stale-embeddings';
import type { TextEmbedder } from '@apiscope/db/search/text-embedder';
import { enqueue } from '../enqueue.ts';

const task = 'backfill_embeddings';

/**
 * Enqueues the job that makes vectors anew when some are missing or of another version than the embedder's, unless one is under way:
 * that of a worker which was killed is taken up again. The key keeps workers that start together to one job.
 * @returns id of the job, or null when none is needed.
 */
export async function enqueueStale(
  db: DbOrTx,
  { version }: Pick<TextEmbedder, 'version'>,
): Promise<number | null> {
  const stale = await countStaleEmbeddings(db, version);
  if (Object.values(stale).every((count) => count === 0) || (await hasUnfinishedJob(db, task))) return null;
  return enqueue(db, task, {}, { jobKey: task });
}
