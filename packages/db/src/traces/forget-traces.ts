import { type KeepRule, lastExpiry } from '@apiscope/core/retention/plan-day';
import { type Db, Prisma } from '../client.ts';
import { deleteInBatches } from '../retention/delete-in-batches.ts';
import type { Rest } from '../retention/rest.ts';

/** Forgets the traces that began on a day of which a service was let go, and that have no span any more. @returns how many. */
export function forgetTraces(
  db: Db,
  { rule, now }: { rule: KeepRule; now: number },
  rest: Rest,
): Promise<number> {
  const before = new Date(lastExpiry(rule, now));
  // OFFSET 0 has the planner ask the index of each day by trace, where it might else read all spans to join them.
  const where = Prisma.sql`timestamp < ${before}
    AND NOT EXISTS (SELECT 1 FROM spans WHERE spans.trace_id = traces.trace_id OFFSET 0)`;
  return deleteInBatches(db, { table: 'traces', where }, rest);
}
