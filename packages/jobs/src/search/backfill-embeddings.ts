import { countStaleEmbeddings } from '@apiscope/db/search/count-stale-embeddings';
import { type EmbeddedTable, embeddedTableNames } from '@apiscope/db/search/embedded-tables';
import { reembedBatch } from '@apiscope/db/search/reembed-batch';
import type { JobContext } from '../job-context.ts';

/** Rows of one transaction: a few milliseconds, so that writers of the same rows hardly wait. */
const batch = 200;

export type BackfillResult = {
  /** Version that every vector has now. */
  version: string;
  /** Rows that this run gave a new vector. */
  embedded: Record<EmbeddedTable, number>;
  /** Rows that became stale behind it, left to the next run. */
  remaining: number;
};

/**
 * Gives every row whose vector is missing or of another version a new one. What is done is done: a run that is killed goes on where it
 * was when it is tried again, one that finds nothing changes nothing, and two at once share the work.
 */
export async function backfillEmbeddings(
  _payload: Record<string, never>,
  { db, log, embedder }: Pick<JobContext, 'db' | 'log' | 'embedder'>,
): Promise<BackfillResult> {
  const { version } = embedder;
  const embedded = { log_patterns: 0, users: 0 };
  for (const table of embeddedTableNames) {
    for (let after: number | null = 0; after !== null; ) {
      const done = await reembedBatch(db, { table, embedder, after, limit: batch });
      embedded[table] += done.embedded;
      after = done.last;
      if (after !== null) log.debug({ table, version, embedded: embedded[table] }, 'vectors made anew');
    }
  }
  const stale = Object.values(await countStaleEmbeddings(db, version));
  return { version, embedded, remaining: stale.reduce((sum, count) => sum + count, 0) };
}
