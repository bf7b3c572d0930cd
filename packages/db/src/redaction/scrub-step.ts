import type { Redactor } from '@apiscope/core/redact/redactor';
import type { Tx } from '../client.ts';
import type { PatternRules } from '../logs/resolve-patterns.ts';

/** What a scrub rewrites with. */
export type ScrubTools = { redactor: Redactor; patternRules: PatternRules };

/** The rows of a batch: those with an id above `after`, up to `until`, `limit` of them at most. */
export type ScrubSlice = { after: number; until: number; limit: number };

/** What came of a batch; `last` is the id of its last row, null when there was none. */
export type Scrubbed = { seen: number; rewritten: number; last: number | null };

/** Rewrites a batch of a table in the transaction given. A second time over the same rows changes nothing. */
export type ScrubStep = (tx: Tx, tools: ScrubTools, slice: ScrubSlice) => Promise<Scrubbed>;
