import { diffResponses } from '@apiscope/core/replay/diff/diff-responses';
import type { compareRunsInput, runComparison } from '@apiscope/core/replay/run-schema';
import type { DbOrTx } from '@apiscope/db/client';
import { getReplayRun } from '@apiscope/db/replay/get-run';
import type { z } from 'zod';

/** Compares the answers of two replays. @throws AppError NOT_FOUND when one of them is not there. */
export async function compareRuns(
  db: DbOrTx,
  input: z.infer<typeof compareRunsInput>,
): Promise<z.infer<typeof runComparison>> {
  const before = await getReplayRun(db, input.before);
  const after = await getReplayRun(db, input.after);
  const ignore = (input.ignore ?? '').split(',').map((path) => path.trim());
  const diff = diffResponses(answerOf(before), answerOf(after), { ignore: ignore.filter(Boolean) });
  return { before: before.run, after: after.run, diff };
}

function answerOf({ run, responseText }: Awaited<ReturnType<typeof getReplayRun>>) {
  const { statusCode, responseHeaders, responseBodyInfo } = run;
  return { statusCode, headers: responseHeaders, body: responseText, bodyInfo: responseBodyInfo };
}
