import { type KeepRule, lastExpiry } from '@apiscope/core/retention/plan-day';
import type { Db } from '../client.ts';
import { noteRollupHorizon } from '../metrics/note-rollup-horizon.ts';
import { type DropOutcome, dropPartition } from '../partitions/drop-partition.ts';
import { isMissingTable, listPartitions, type Partition } from '../partitions/list-partitions.ts';
import { countDays } from './count-rows.ts';
import type { DayTable } from './day-tables.ts';
import { deleteFromDay } from './delete-from-day.ts';
import { planPartition } from './plan-partition.ts';
import type { Rest } from './rest.ts';
import { addRows, type Tally } from './tally.ts';

/** Rows of days up to this many pages (half a gigabyte) are counted before they are dropped; those of larger ones are estimated. */
const countedPages = 65_536;

/** Times that a day is tried to be dropped before it is left for the next run. */
const tries = 4;

export type ExpireDays = DayTable & {
  rule: KeepRule;
  /** Milliseconds since the UTC epoch. */
  now: number;
};
type Work = { rest: Rest; tally: Tally };

/**
 * Lets go of the days of a table whose time is up, oldest first. A day that nobody needs is dropped whole; of a day that a service keeps
 * longer, or that has rows to stay, the others' rows are deleted in batches, and it is dropped once nobody needs it. A run that was
 * killed half-way is finished by the next one.
 * @throws Error naming the days that were in use all the time; all others are done by then, and the tally has them.
 */
export async function expireDays(db: Db, { table, ...options }: ExpireDays, work: Work): Promise<void> {
  const busy: string[] = [];
  for (const day of await listPartitions(db, table)) {
    if (day.to > lastExpiry(options.rule, options.now)) break;
    try {
      if (!(await expireDay(db, day, options, work))) busy.push(day.name);
    } catch (error) {
      // Another run was quicker.
      if (!isMissingTable(error)) throw error;
    }
  }
  if (busy.length > 0) throw new Error(`in use all the time, left for the next run: ${busy.join(', ')}`);
}

type DayOptions = Omit<ExpireDays, 'table'>;

/** @returns false when the day is to go but was in use. */
async function expireDay(
  db: Db,
  day: Partition,
  { rule, now, keep }: DayOptions,
  work: Work,
): Promise<boolean> {
  const { isWhole, expired, rows } = await planPartition(db, day, { rule, now, keep });
  if (isWhole) return drop(db, day, { rule, now, keep }, work);
  if (!rows) return true;
  if (day.table === 'metrics_minutes') await noteRollupHorizon(db, { services: expired, before: day.to });
  await deleteFromDay(
    db,
    { day, where: rows },
    { rest: work.rest, onDeleted: (gone) => addRows(work.tally, gone) },
  );
  return true;
}

async function drop(
  db: Db,
  day: Partition,
  { rule, now, keep }: DayOptions,
  { rest, tally }: Work,
): Promise<boolean> {
  const [counted] = await countDays(db, [day], { pages: countedPages });
  let outcome: DropOutcome = 'busy';
  for (let tried = 0; tried < tries && outcome === 'busy'; tried++) {
    await rest(async () => {
      outcome = await dropPartition(db, day, async (tx) => {
        const { isWhole, expired } = await planPartition(tx, day, { rule, now, keep });
        if (isWhole && day.table === 'metrics_minutes')
          await noteRollupHorizon(tx, { services: expired, before: day.to });
        return isWhole;
      });
    });
  }
  if (outcome !== ('dropped' as DropOutcome)) return outcome !== 'busy';
  addRows(tally, counted!.services);
  tally.rowsAreEstimated ||= counted!.isEstimated;
  tally.bytes += day.bytes;
  tally.partitions += 1;
  return true;
}
