import type { ListMetricsInput, MetricWindow } from '@apiscope/core/metrics/schema';
import { ceilToWindow, floorToWindow } from '@apiscope/core/metrics/window';
import type { Page } from '@apiscope/core/page';
import type { Condition, WalkOptions } from '@apiscope/core/search/filter';
import { parseListQuery } from '@apiscope/core/search/parse';
import { metrics } from '@apiscope/core/search/resources/metrics';
import { printTimestamp } from '@apiscope/core/search/timestamp';
import { readTimestamp } from '@apiscope/core/timestamp-schema';
import { type DbOrTx, Prisma } from '../client.ts';
import { listPage } from '../sql/page.ts';
import { metricColumns, toMetricWindow } from './metric-row.ts';
import { windowTables } from './window-row.ts';

/**
 * One page of the stored windows of `windowSize` seconds: those that overlap the range, when one is given.
 * @throws AppError BAD_REQUEST naming the filter, cursor or offset at fault.
 */
export function listMetrics(
  db: DbOrTx,
  input: ListMetricsInput,
  walk: WalkOptions = {},
): Promise<Page<MetricWindow>> {
  const query = parseListQuery(metrics, input);
  return listPage(db, {
    table: Prisma.raw(windowTables[input.windowSize]),
    columns: metricColumns,
    query: {
      ...query,
      ...walk,
      // A cursor belongs to one window size and one scope: it remembers both by name and filter.
      resource: { ...query.resource, name: `metrics of ${input.windowSize} s` },
      filter: [...query.filter, ...scopeConditions(input)],
    },
    // Every row of the table has it, but the indexes begin with it.
    where: Prisma.sql`resolution = ${input.windowSize}`,
    mapRow: toMetricWindow,
  });
}

/** The plain parameters as conditions of the grammar. */
function scopeConditions({
  service,
  endpoint,
  startDate,
  endDate,
  windowSize,
}: Pick<ListMetricsInput, 'service' | 'endpoint' | 'startDate' | 'endDate' | 'windowSize'>): Condition[] {
  const conditions: Condition[] = [];
  if (service !== undefined) conditions.push({ field: 'service', op: 'eq', value: service });
  if (endpoint !== undefined) conditions.push({ field: 'endpoint', op: 'eq', value: endpoint });
  if (startDate !== undefined) {
    const start = printTimestamp(floorToWindow(readTimestamp(startDate), windowSize));
    conditions.push({ field: 'windowStart', op: 'gte', value: start });
  }
  if (endDate !== undefined) {
    const end = printTimestamp(ceilToWindow(readTimestamp(endDate), windowSize));
    conditions.push({ field: 'windowStart', op: 'lt', value: end });
  }
  return conditions;
}
