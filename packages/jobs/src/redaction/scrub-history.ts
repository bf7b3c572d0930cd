import { extendRules } from '@apiscope/core/redact/extend-rules';
import { createRedactor } from '@apiscope/core/redact/redactor';
import { type ScrubbedTable, scrubbedTables } from '@apiscope/core/redact/scrub-schema';
import { endScrub, noteScrubError } from '@apiscope/db/redaction/end-scrub';
import { getRules } from '@apiscope/db/redaction/get-rules';
import { scrubBatch } from '@apiscope/db/redaction/scrub-batch';
import type { PayloadOf } from '../catalog.ts';
import { describeError } from '../describe-error.ts';
import type { JobContext } from '../job-context.ts';

/** By then every process redacts by new rules and has written what it held back, ms. */
const settleMs = 5_000;
/** Lines move to patterns that exist or are as few as those they leave: the cap is for what comes from outside. */
const maxPatterns = 1_000_000;

/** Rewrites history with the rules in force. Killed, it goes on where it was; run again, it changes nothing. */
export async function scrubHistory(
  { run }: PayloadOf<'scrub_history'>,
  { db, clock, embedder, redactor: own }: JobContext,
): Promise<Partial<Record<ScrubbedTable, number>>> {
  const rules = await getRules(db);
  const age = rules.created_at === null ? settleMs : clock.now() - Date.parse(rules.created_at);
  if (age < settleMs) await new Promise((resolve) => setTimeout(resolve, settleMs - age));
  const tools = { redactor: createRedactor(extendRules(rules)), patternRules: { embedder, maxPatterns } };
  const rewritten: Partial<Record<ScrubbedTable, number>> = {};
  try {
    for (const table of scrubbedTables) {
      let now = await scrubBatch(db, { ...tools, run, table });
      while (!now.isDone) now = await scrubBatch(db, { ...tools, run, table });
      rewritten[table] = now.rewritten;
    }
    await endScrub(db, run);
    return rewritten;
  } catch (error) {
    await noteScrubError(db, { run, error: describeError(error, own) }).catch(() => {});
    throw error;
  }
}
