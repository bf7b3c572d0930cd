import { resolutions } from '@apiscope/core/metrics/window';
import type { Tx } from '../client.ts';
import type { PatternTally } from './tally-logs.ts';

/** A pattern id that was remembered is gone: retention has removed the pattern since. */
export class PatternGone extends Error {}

type Counted = { id: number; tally: PatternTally };

/**
 * Counts a batch: per pattern as a whole, and by minute, hour and day. Rows are locked in the order of their keys, patterns first, so
 * that writers of the same patterns queue up and never wait in a circle; called last, so that they don't queue long.
 * @throws PatternGone when a pattern is not there any more; nothing may be kept of the transaction then.
 */
export async function countLogs(tx: Tx, counted: readonly Counted[]): Promise<void> {
  await countPatterns(tx, counted);
  await countBuckets(tx, counted);
}

async function countPatterns(tx: Tx, counted: readonly Counted[]): Promise<void> {
  const sums = sumById(counted);
  const column = <T>(pick: (sum: PatternSum) => T): T[] => sums.map(pick);
  const ids = column(({ id }) => id);
  // A statement of its own: one that waits for a row sees it as it was before, and looks at everything again for each row it waited for.
  await tx.$queryRaw`SELECT id FROM log_patterns WHERE id = ANY (${ids}::int[]) ORDER BY id FOR NO KEY UPDATE`;
  const updated = await tx.$executeRaw`
    UPDATE log_patterns AS stored SET count = stored.count + input.count, first_seen = least(stored.first_seen, input.first_seen),
      last_seen = greatest(stored.last_seen, input.last_seen), updated_at = now(), deleted_at = NULL
    FROM unnest(
      ${ids}::int[], ${column(({ count }) => count)}::bigint[], ${column(({ first }) => new Date(first).toISOString())}::timestamptz[],
      ${column(({ last }) => new Date(last).toISOString())}::timestamptz[]
    ) AS input (id, count, first_seen, last_seen) WHERE stored.id = input.id`;
  if (updated < sums.length) throw new PatternGone();
}

type PatternSum = { id: number; count: number; first: number; last: number };

/** Tallies of one pattern together: those past the cap of a service share one. */
function sumById(counted: readonly Counted[]): PatternSum[] {
  const sums = new Map<number, PatternSum>();
  for (const { id, tally } of counted) {
    const { count, first, last } = tally;
    const sum = sums.get(id);
    if (!sum) sums.set(id, { id, count, first, last });
    else {
      sum.count += count;
      sum.first = Math.min(sum.first, first);
      sum.last = Math.max(sum.last, last);
    }
  }
  return [...sums.values()];
}

async function countBuckets(tx: Tx, counted: readonly Counted[]): Promise<void> {
  const minutes = counted.flatMap(({ id, tally }) =>
    [...tally.minutes.values()].map((each) => ({ id, ...each })),
  );
  await tx.$executeRaw`
    INSERT INTO log_counts AS stored (resolution, bucket, pattern_id, severity, count)
    SELECT resolution, date_bin(make_interval(secs => resolution), minute, 'epoch'), pattern_id, severity, sum(count)
    FROM unnest(
      ${minutes.map(({ minute }) => new Date(minute).toISOString())}::timestamptz[], ${minutes.map(({ id }) => id)}::int[],
      ${minutes.map(({ severity }) => severity)}::smallint[], ${minutes.map(({ count }) => count)}::bigint[]
    ) AS input (minute, pattern_id, severity, count)
    CROSS JOIN unnest(${[...resolutions]}::int[]) AS every (resolution)
    GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
    ON CONFLICT (resolution, bucket, pattern_id, severity) DO UPDATE SET count = stored.count + excluded.count`;
}
