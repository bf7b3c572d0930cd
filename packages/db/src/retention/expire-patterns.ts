import { type KeepRule, keptSince } from '@apiscope/core/retention/plan-day';
import { type Db, Prisma } from '../client.ts';
import { batchSize, untilFewer } from './delete-in-batches.ts';
import type { Rest } from './rest.ts';

/** A pattern counted within this time may belong to lines that are not committed yet, ms; no transaction takes as long. */
const recentMs = 3_600_000;

/**
 * Deletes the patterns whose last line is past its retention and that no line has any more. It never waits for a writer, and no writer
 * is misled: storing lines updates the rows of their patterns in the same transaction (`countLogs`), so a pattern in use is locked and
 * passed over here; one that is deleted first is missed there, forgotten by the writer's cache and made anew.
 * @returns how many.
 */
export async function expirePatterns(
  db: Db,
  { rule, now }: { rule: KeepRule; now: number },
  rest: Rest,
): Promise<number> {
  const kept = (days: number): Date => new Date(keptSince(days, now));
  const services = [...rule.services.keys()];
  const ends = [...rule.services.values()].map((days) => kept(days).toISOString());
  const ownEnd = Prisma.sql`(SELECT own.kept FROM unnest(${services}::text[], ${ends}::timestamptz[]) AS own (service, kept)
    WHERE own.service = log_patterns.service)`;
  // OFFSET 0 has the planner ask the index of each day by pattern, where it might else read all lines to join them.
  return untilFewer((add) =>
    rest(async () => {
      add(
        await db.$executeRaw`
          WITH old AS MATERIALIZED (
            SELECT id FROM log_patterns
            WHERE last_seen < ${kept(Math.min(rule.days, ...rule.services.values()))}
              AND last_seen < coalesce(${ownEnd}, ${kept(rule.days)}) AND updated_at < ${new Date(now - recentMs)}
              AND NOT EXISTS (SELECT 1 FROM logs WHERE logs.pattern_id = log_patterns.id OFFSET 0)
            LIMIT ${batchSize} FOR UPDATE OF log_patterns SKIP LOCKED)
          DELETE FROM log_patterns USING old WHERE log_patterns.id = old.id`,
      );
    }),
  );
}
