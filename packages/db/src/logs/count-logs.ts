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
  const column = <T>(pick: (each: Counted) => T): T[] => counted.map(pick);
  const updated = await tx.$executeRaw`
    WITH input AS (
      SELECT id, sum(count) AS count, min(first_seen) AS first_seen, max(last_seen) AS last_seen FROM unnest(
        ${column(({ id }) => id)}::int[], ${column(({ tally }) => tally.count)}::bigint[],
        ${column(({ tally }) => new Date(tally.first).toISOString())}::timestamptz[],
        ${column(({ tally }) => new Date(tally.last).toISOString())}::timestamptz[]
      ) AS each (id, count, first_seen, last_seen) GROUP BY id
    ), locked AS (SELECT id FROM log_patterns WHERE id IN (SELECT id FROM input) ORDER BY id FOR NO KEY UPDATE)
    UPDATE log_patterns AS stored SET count = stored.count + input.count, first_seen = least(stored.first_seen, input.first_seen),
      last_seen = greatest(stored.last_seen, input.last_seen), updated_at = now(), deleted_at = NULL
    FROM locked JOIN input USING (id) WHERE stored.id = locked.id`;
  if (updated < new Set(counted.map(({ id }) => id)).size) throw new PatternGone();
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
