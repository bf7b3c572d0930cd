import type { Db } from '../client.ts';
import { dayMs } from '../partitions/parents.ts';
import type { DayTable } from '../retention/day-tables.ts';
import { expireDays } from '../retention/expire-days.ts';
import { emptyTally, type Tally } from '../retention/tally.ts';

/** Lets go of the whole days before a moment, milliseconds since the UTC epoch, as retention does; without rests. */
export async function expireBefore(db: Db, table: DayTable, before: number): Promise<Tally> {
  const tally = emptyTally();
  const rule = { days: 1, services: new Map<string, number>() };
  await expireDays(db, { ...table, rule, now: before + dayMs }, { rest: (work) => work(), tally });
  return tally;
}
