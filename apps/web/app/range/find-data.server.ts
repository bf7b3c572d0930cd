import type { Api } from '../api/api.server.ts';
import type { Span } from './range.ts';

/** Where data is, when the asked range has none: nowhere at all, or in a span (null: not for this service). */
export type DataElsewhere = { isFirstRun: boolean; span: Span | null };

/** Looks where there are requests at all, of the service or of any. */
export async function findMetrics(api: Api, service: string | null): Promise<DataElsewhere> {
  const [all, own] = await Promise.all([
    api.metrics.aggregate.query({}),
    service === null ? null : api.metrics.aggregate.query({ service }),
  ]);
  const { startDate, endDate } = (own ?? all).metadata;
  const span = startDate && endDate ? { start: Date.parse(startDate), end: Date.parse(endDate) } : null;
  return { isFirstRun: all.metadata.startDate === null, span };
}

/** Looks where there are log lines at all, of the service or of any. */
export async function findLogs(api: Api, service: string | null): Promise<DataElsewhere> {
  const own = service === null ? {} : { service__eq: service };
  const [any, oldest, newest] = await Promise.all([
    api.logs.list.query({ limit: 1 }),
    api.logs.list.query({ ...own, limit: 1, order_by: 'created_at', order: 'asc' }),
    api.logs.list.query({ ...own, limit: 1, order_by: 'created_at', order: 'desc' }),
  ]);
  const [first, last] = [oldest.data[0]?.created_at, newest.data[0]?.created_at];
  const span = first && last ? { start: Date.parse(first), end: Date.parse(last) + 1 } : null;
  return { isFirstRun: any.data.length === 0, span };
}

/** Looks where there are captured requests at all, of the service or of any. */
export async function findSnapshots(api: Api, service: string | null): Promise<DataElsewhere> {
  const own = service === null ? {} : { service };
  const [any, oldest, newest] = await Promise.all([
    api.replay.list.query({ limit: 1 }),
    api.replay.list.query({ ...own, limit: 1, order_by: 'timestamp', order: 'asc' }),
    api.replay.list.query({ ...own, limit: 1, order_by: 'timestamp', order: 'desc' }),
  ]);
  const [first, last] = [oldest.data[0]?.timestamp, newest.data[0]?.timestamp];
  const span = first && last ? { start: Date.parse(first), end: Date.parse(last) + 1 } : null;
  return { isFirstRun: any.data.length === 0, span };
}
