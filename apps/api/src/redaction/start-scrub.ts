import type { ScrubRun } from '@apiscope/core/redact/scrub-schema';
import { inTransaction } from '@apiscope/db/client';
import { createScrub } from '@apiscope/db/redaction/create-scrub';
import { listScrubs } from '@apiscope/db/redaction/list-scrubs';
import { enqueue } from '@apiscope/jobs/enqueue';
import type { Deps } from '../deps.ts';

const task = 'scrub_history';

/** Begins to rewrite history, in the background. @throws AppError CONFLICT while that is under way. */
export function startScrub({ db }: Pick<Deps, 'db'>): Promise<ScrubRun> {
  return inTransaction(db, async (tx) => {
    const run = await createScrub(tx, { task });
    await enqueue(tx, task, { run });
    const [started] = await listScrubs(tx, { limit: 1 });
    return started!;
  });
}
