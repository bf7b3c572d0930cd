import type { RecordCounts } from '../ingest/create-ingest-counts.ts';

/** What became of a batch: how many of its items are stored, were stored before or are not kept, and why not. */
export type Outcome = RecordCounts & { reasons: string[] };

/** Reasons that are told at most, and characters of each. */
const [maxReasons, maxLength] = [5, 300];

/** Counts what of a batch cannot be kept. */
export type Rejections = {
  add(reason: string): void;
  /** What became of the batch of whose items `taken` could be kept, of which `stored` were new. */
  outcome(items: { taken: number; stored: number }): Outcome;
};

export function createRejections(): Rejections {
  const reasons = new Set<string>();
  let rejected = 0;
  return {
    add(reason) {
      rejected += 1;
      if (reasons.size < maxReasons) reasons.add(reason.slice(0, maxLength));
    },
    outcome: ({ taken, stored }) => ({
      accepted: stored,
      duplicate: taken - stored,
      rejected,
      reasons: [...reasons],
    }),
  };
}
