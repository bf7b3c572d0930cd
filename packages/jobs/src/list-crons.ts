import type { Cron } from '@apiscope/core/jobs/schema';
import { printTimestamp } from '@apiscope/core/search/timestamp';
import type { DbOrTx } from '@apiscope/db/client';
import { lastRuns } from '@apiscope/db/jobs/last-runs';
import { catalog, taskNames } from './catalog.ts';

/** Every task with a schedule: when it runs next, and how it went last, on schedule or by hand. */
export async function listCrons(db: DbOrTx, { now }: { now: number }): Promise<Cron[]> {
  // With the queue's own parser, which an API that is not asked for schedules does without.
  const { nextRun } = await import('./crontab.ts');
  const scheduled = taskNames.flatMap((task) => {
    const { cron, about } = catalog[task];
    return cron === null ? [] : [{ task, schedule: cron, about }];
  });
  const last = await lastRuns(
    db,
    scheduled.map(({ task }) => task),
  );
  return scheduled.map((entry) => ({
    ...entry,
    nextRun: printTimestamp(nextRun(entry.schedule, now)),
    lastRun: last.get(entry.task)?.startedAt ?? null,
    lastStatus: last.get(entry.task)?.status ?? null,
  }));
}
