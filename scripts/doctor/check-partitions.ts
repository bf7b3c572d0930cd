import { type Machine, type OpenDatabase, type Outcome, ok, warn } from './check.ts';

/** For how many days every table that has one a day has a partition already. */
export async function checkPartitions(
  { db }: Pick<OpenDatabase, 'db'>,
  { clock }: Pick<Machine, 'clock'>,
): Promise<Outcome> {
  const { countDaysAhead, listPartitionDays } = await import(
    '../../packages/db/src/partitions/list-partition-days.ts'
  );
  const ahead = Object.entries(await listPartitionDays(db)).map(
    ([table, days]) => [table, countDaysAhead(days, clock.now())] as const,
  );
  const least = Math.min(...ahead.map(([, days]) => days));
  if (least > 0) return ok(`made for ${least} days ahead`);
  const lacking = ahead.filter(([, days]) => days === 0).map(([table]) => table);
  return warn(
    `none is made for tomorrow of ${lacking.join(', ')}`,
    'let a worker run: maintain_partitions makes them every hour',
  );
}
