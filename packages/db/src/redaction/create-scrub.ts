import { AppError } from '@apiscope/core/errors';
import type { Tx } from '../client.ts';
import { hasUnfinishedJob } from '../jobs/has-unfinished-job.ts';
import { getRules } from './get-rules.ts';

/**
 * Takes note of a scrub that is to begin; the caller enqueues its job in the same transaction. One whose job is dead or cancelled is
 * over. @returns its id. @throws AppError CONFLICT while one is under way.
 */
export async function createScrub(tx: Tx, { task }: { task: string }): Promise<number> {
  if (!(await hasUnfinishedJob(tx, task)))
    await tx.$executeRaw`UPDATE scrub_runs SET status = 'failed', finished_at = now() WHERE status = 'running'`;
  const { version } = await getRules(tx);
  const [row] = await tx.$queryRaw<{ id: number }[]>`
    INSERT INTO scrub_runs (rules_version) VALUES (${version}) ON CONFLICT DO NOTHING RETURNING id::float8 AS id`;
  if (!row)
    throw new AppError(
      'CONFLICT',
      'history is being scrubbed already; GET /redaction/scrubs tells how far it is',
    );
  return row.id;
}
