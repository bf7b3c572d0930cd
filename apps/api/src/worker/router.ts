import { createJobInput, cron, type Job, job, jobIdInput, workerStats } from '@apiscope/core/jobs/schema';
import { pageOf } from '@apiscope/core/page';
import { listInput } from '@apiscope/core/search/list-input';
import { parseListQuery } from '@apiscope/core/search/parse';
import { jobs } from '@apiscope/core/search/resources/jobs';
import { getJob } from '@apiscope/db/jobs/get-job';
import { listJobs } from '@apiscope/db/jobs/list-jobs';
import { cancelJob } from '@apiscope/jobs/cancel-job';
import { listCrons } from '@apiscope/jobs/list-crons';
import { retryJob } from '@apiscope/jobs/retry-job';
import { z } from 'zod';
import type { Act } from '../access/audit-act.ts';
import { audited } from '../access/audited.ts';
import { procedure, router } from '../trpc/init.ts';
import { createJob } from './create-job.ts';
import { getStats } from './get-stats.ts';

const tags = ['worker'];

export const workerRouter = router({
  list: procedure
    .meta({ access: 'read', openapi: { method: 'GET', path: '/worker/jobs', tags, summary: 'List jobs' } })
    .input(listInput(jobs))
    .output(pageOf(job))
    .query(({ ctx, input }) => listJobs(ctx.deps.db, parseListQuery(jobs, input))),

  get: procedure
    .meta({
      access: 'read',
      openapi: { method: 'GET', path: '/worker/jobs/{id}', tags, summary: 'Get one job' },
    })
    .input(jobIdInput)
    .output(job)
    .query(({ ctx, input }) => getJob(ctx.deps.db, input.id)),

  create: procedure
    .meta({
      access: 'operate',
      successStatus: 201,
      openapi: { method: 'POST', path: '/worker/jobs', tags, summary: 'Enqueue a job' },
    })
    .input(createJobInput)
    .output(job)
    .mutation(({ ctx, input }) =>
      audited(ctx, (tx) => createJob(tx, input, ctx.deps), toAct('worker.create')),
    ),

  retry: procedure
    .meta({
      access: 'operate',
      mayConflict: true,
      openapi: {
        method: 'POST',
        path: '/worker/jobs/{id}/retry',
        tags,
        summary: 'Give a failed or dead job all its attempts again, now',
      },
    })
    .input(jobIdInput)
    .output(job)
    .mutation(({ ctx, input }) => audited(ctx, (tx) => retryJob(tx, input.id), toAct('worker.retry'))),

  cancel: procedure
    .meta({
      access: 'operate',
      mayConflict: true,
      openapi: { method: 'POST', path: '/worker/jobs/{id}/cancel', tags, summary: 'Cancel a waiting job' },
    })
    .input(jobIdInput)
    .output(job)
    .mutation(({ ctx, input }) => audited(ctx, (tx) => cancelJob(tx, input.id), toAct('worker.cancel'))),

  crons: procedure
    .meta({
      access: 'read',
      openapi: { method: 'GET', path: '/worker/crons', tags, summary: 'List what runs on a schedule' },
    })
    .input(z.strictObject({}).optional())
    .output(z.array(cron))
    .query(({ ctx }) => listCrons(ctx.deps.db, { now: ctx.deps.clock.now() })),

  stats: procedure
    .meta({
      access: 'read',
      openapi: {
        method: 'GET',
        path: '/worker/stats',
        tags,
        summary: 'Depth, throughput and workers of the queue',
      },
    })
    .input(z.strictObject({}).optional())
    .output(workerStats)
    .query(({ ctx }) => getStats(ctx.deps)),
});

function toAct(action: string) {
  return ({ id, task }: Job): Act => ({ action, subject: `job ${id}`, details: { task } });
}
