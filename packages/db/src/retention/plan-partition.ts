import { type KeepRule, planDay } from '@apiscope/core/retention/plan-day';
import { type DbOrTx, Prisma } from '../client.ts';
import type { Partition } from '../partitions/list-partitions.ts';
import type { DayTable } from './day-tables.ts';
import { listDayServices } from './list-day-services.ts';

/** What becomes of a partition: dropped whole, or the rows that match deleted; `rows` is null when none are to go. */
export type PartitionPlan = { isWhole: boolean; expired: readonly string[]; rows: Prisma.Sql | null };

/** Looks at who has rows on a day, by index, and says what of it has had its time at `now`, milliseconds since the UTC epoch. */
export async function planPartition(
  db: DbOrTx,
  day: Partition,
  { rule, now, keep }: { rule: KeepRule; now: number; keep: DayTable['keep'] },
): Promise<PartitionPlan> {
  const services = await listDayServices(db, day);
  const { isWhole, expired } = planDay({ rule, now }, { start: day.from, end: day.to }, services);
  if (isWhole && !(keep && (await hasRow(db, day, keep)))) return { isWhole, expired, rows: null };
  const isExpired = Prisma.sql`service = ANY (${[...expired]}::text[])`;
  const rows = keep ? Prisma.sql`${isExpired} AND NOT (${keep})` : isExpired;
  const hasAny = expired.length > 0 && (!keep || (await hasRow(db, day, rows)));
  return { isWhole: false, expired, rows: hasAny ? rows : null };
}

async function hasRow(db: DbOrTx, { name }: Partition, where: Prisma.Sql): Promise<boolean> {
  const found = await db.$queryRaw<
    unknown[]
  >`SELECT 1 FROM ${Prisma.raw(`"${name}"`)} WHERE ${where} LIMIT 1`;
  return found.length > 0;
}
