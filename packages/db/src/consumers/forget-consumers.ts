import type { KeepRule } from '@apiscope/core/retention/plan-day';
import { keptSince } from '@apiscope/core/retention/plan-day';
import { type Db, Prisma } from '../client.ts';
import { deleteInBatches } from '../retention/delete-in-batches.ts';
import type { Rest } from '../retention/rest.ts';

/** Forgets what consumers did, and those that did nothing since, once the metrics of their service are as old: who calls is somebody. */
export async function forgetConsumers(
  db: Db,
  { rule, now }: { rule: KeepRule; now: number },
  rest: Rest,
): Promise<number> {
  const apart = [...rule.services.keys()];
  const others = Prisma.sql`NOT service = ANY (${apart}::text[])`;
  let total = await forget(db, { ofWhom: others, before: keptSince(rule.days, now) }, rest);
  for (const [service, days] of rule.services)
    total += await forget(
      db,
      { ofWhom: Prisma.sql`service = ${service}`, before: keptSince(days, now) },
      rest,
    );
  return total;
}

async function forget(
  db: Db,
  { ofWhom, before }: { ofWhom: Prisma.Sql; before: number },
  rest: Rest,
): Promise<number> {
  const moment = new Date(before);
  const windows = await deleteInBatches(
    db,
    { table: 'consumer_windows', where: Prisma.sql`window_start < ${moment} AND ${ofWhom}` },
    rest,
  );
  const where = Prisma.sql`last_seen < ${moment} AND ${ofWhom}`;
  return windows + (await deleteInBatches(db, { table: 'consumers', where }, rest));
}
