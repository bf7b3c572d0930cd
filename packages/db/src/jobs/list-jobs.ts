import type { Job } from '@apiscope/core/jobs/schema';
import type { Page } from '@apiscope/core/page';
import type { ListQuery } from '@apiscope/core/search/filter';
import { type DbOrTx, Prisma } from '../client.ts';
import { listPage } from '../sql/page.ts';
import { jobColumns, jobWeight, toJob } from './job-row.ts';

/** One page of jobs, ended ones included. */
export function listJobs(db: DbOrTx, query: ListQuery): Promise<Page<Job>> {
  return listPage(db, {
    table: Prisma.sql`job_runs`,
    columns: jobColumns,
    weight: jobWeight,
    query,
    mapRow: toJob,
  });
}
