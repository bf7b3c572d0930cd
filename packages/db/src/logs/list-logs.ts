import type { Log } from '@apiscope/core/logs/schema';
import type { Page } from '@apiscope/core/page';
import type { ListQuery } from '@apiscope/core/search/filter';
import { type DbOrTx, Prisma } from '../client.ts';
import { listPage } from '../sql/page.ts';
import { logColumns, logWeight, toLog } from './log-row.ts';

/** One page of logs. */
export function listLogs(db: DbOrTx, query: ListQuery): Promise<Page<Log>> {
  return listPage(db, {
    table: Prisma.sql`logs`,
    columns: logColumns,
    weight: logWeight,
    query,
    mapRow: toLog,
  });
}
