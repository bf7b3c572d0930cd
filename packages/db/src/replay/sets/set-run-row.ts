import { AppError } from '@apiscope/core/errors';
import { type SendCounts, type SetRun, sendStatuses } from '@apiscope/core/replay/set-run-schema';
import { Prisma } from '../../client.ts';
import { wireNumber, wireTime } from '../../sql/wire.ts';

/** Seconds without a word after which the attempt of a job that sends counts as gone. */
export const leaseSeconds = 10;

/** Columns of a run that may be seen, with its requests counted by state. */
export const setRunColumns = Prisma.raw(
  `id, set_id AS "setId", kind, status, verdict, target, actor, total, concurrency, rate_limit AS "rateLimit", confirm, ignored,
   learned, started_at AS "startedAt", finished_at AS "finishedAt", created_at AS "createdAt", updated_at AS "updatedAt",
   status IN ('queued', 'running') AND coalesce(lease IS NULL OR lease_at < now() - interval '${leaseSeconds} seconds', true)
     AS "isWaiting",
   (SELECT coalesce(jsonb_object_agg(by_state.status, by_state.n), '{}') FROM (
      SELECT sends.status, count(*) AS n FROM replay_sends AS sends WHERE sends.set_run_id = replay_set_runs.id GROUP BY 1
    ) AS by_state) AS counts`,
);

export type SetRunRow = Omit<
  SetRun,
  'id' | 'done' | 'counts' | 'startedAt' | 'finishedAt' | 'created_at' | 'updated_at'
> & {
  id: bigint;
  counts: Partial<SendCounts>;
  startedAt: Date | null;
  finishedAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
};

/** The wire form of a run. */
export function toSetRun({ startedAt, finishedAt, createdAt, updatedAt, ...row }: SetRunRow): SetRun {
  const counts = Object.fromEntries(sendStatuses.map((status) => [status, row.counts[status] ?? 0]));
  const { pending, sending } = counts as SendCounts;
  return {
    ...row,
    id: wireNumber(row.id),
    counts: counts as SendCounts,
    done: row.total - pending - sending,
    startedAt: wireTime(startedAt),
    finishedAt: wireTime(finishedAt),
    created_at: wireTime(createdAt),
    updated_at: wireTime(updatedAt),
  };
}

/** The 404 of a run of a set. */
export function setRunNotFound(id: number): AppError {
  return new AppError('NOT_FOUND', `there is no run ${id} of a replay set`);
}
