import type { Page } from '@apiscope/core/page';
import type { Condition, WalkOptions } from '@apiscope/core/search/filter';
import { parseListQuery } from '@apiscope/core/search/parse';
import { traces } from '@apiscope/core/search/resources/traces';
import { printTimestamp } from '@apiscope/core/search/timestamp';
import { readTimestamp } from '@apiscope/core/timestamp-schema';
import type { ListTracesInput, Trace } from '@apiscope/core/traces/schema';
import { type DbOrTx, Prisma } from '../client.ts';
import { listPage } from '../sql/page.ts';
import { toTrace, traceColumns } from './trace-row.ts';

/** One page of traces. @throws AppError BAD_REQUEST naming the filter, cursor or offset at fault. */
export function listTraces(db: DbOrTx, input: ListTracesInput, walk: WalkOptions = {}): Promise<Page<Trace>> {
  const { service, startDate, endDate } = input;
  const query = parseListQuery(traces, input);
  const range: Condition[] = [];
  if (startDate !== undefined) range.push({ field: 'timestamp', op: 'gte', value: normalise(startDate) });
  if (endDate !== undefined) range.push({ field: 'timestamp', op: 'lte', value: normalise(endDate) });
  // A cursor belongs to the traces of one service, and remembers it by name.
  const name = service === undefined ? query.resource.name : `${query.resource.name} through ${service}`;
  return listPage(db, {
    table: Prisma.sql`traces`,
    columns: traceColumns,
    query: {
      ...query,
      ...walk,
      filter: [...query.filter, ...range],
      resource: { ...query.resource, name },
    },
    ...(service !== undefined && { where: Prisma.sql`services @> ARRAY[${service}::text]` }),
    mapRow: toTrace,
  });
}

function normalise(date: string): string {
  return printTimestamp(readTimestamp(date));
}
