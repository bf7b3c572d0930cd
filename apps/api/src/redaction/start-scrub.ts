import type { ScrubRun } from '@apiscope/core/redact/scrub-schema';
import type { Tx } from '@apiscope/db/client';
import { createScrub } from '@apiscope/db/redaction/create-scrub';
import { listScrubs } from '@apiscope/db/redaction/list-scrubs';
import { enqueue } from '@apiscope/jobs/enqueue';

const task = 'scrub_history';

/** Begins to rewrite history, in the background. @throws AppError CONFLICT while that is under way. */
export async function startScrub(tx: Tx): Promise<ScrubRun> {
  const run = await createScrub(tx, { task });
  await enqueue(tx, task, { run });
  const [started] = await listScrubs(tx, { limit: 1 });
  return started!;
}
