import { type ParsedCronItem, parseCronItem, parseCronItems } from 'graphile-worker';
import { catalog, taskNames } from './catalog.ts';

/**
 * The schedule as the queue runs it. A tick is known by its task, so it runs once whatever the number of workers. Missed ticks younger than
 * `leastCatchUp`, ms, are made up for, also those of tasks that need not be.
 */
export function crontab(schedules: Partial<Record<string, string>> = {}, leastCatchUp = 0): ParsedCronItem[] {
  return parseCronItems(
    taskNames.flatMap((task) => {
      const { cron, maxAttempts, catchUp } = catalog[task];
      const match = schedules[task] ?? cron;
      if (match === null) return [];
      return [
        {
          task,
          match,
          identifier: task,
          options: { maxAttempts, backfillPeriod: Math.max(catchUp, leastCatchUp) },
        },
      ];
    }),
  );
}

const minute = 60_000;
/** Nothing is further ahead than a 29th of February over a century that has none. */
const longestWait = 8 * 366 * 1_440;

/**
 * The first minute after `now` that a cron expression names, both in milliseconds since the UTC epoch.
 * @throws RangeError for an expression that names no day there is, such as the 30th of February.
 */
export function nextRun(expression: string, now: number): number {
  const { match } = parseCronItem({ task: 'next', match: expression });
  const first = Math.floor(now / minute) + 1;
  for (let at = first; at < first + longestWait; at++) {
    const time = new Date(at * minute);
    const matched = match({
      min: time.getUTCMinutes(),
      hour: time.getUTCHours(),
      date: time.getUTCDate(),
      month: time.getUTCMonth() + 1,
      dow: time.getUTCDay(),
    });
    if (matched) return at * minute;
  }
  throw new RangeError(`${expression} never comes`);
}
