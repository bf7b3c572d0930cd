import type { Read } from '../api/api.server.ts';

/** Reads the rules in force with their history, and how far history is scrubbed. */
export async function loadRedaction({ api }: Read) {
  const [rules, scrubs] = await Promise.all([api.redaction.rules.query(), api.redaction.scrubs.query()]);
  return { rules, scrubs };
}
