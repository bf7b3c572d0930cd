import { badParameter } from '@apiscope/core/errors';
import { ceilToWindow, coverRange, floorToWindow, type TimeRange } from '@apiscope/core/metrics/window';
import type { WindowValue } from '@apiscope/core/metrics/window-value';
import { readTimestamp } from '@apiscope/core/timestamp-schema';
import { type DbOrTx, Prisma } from '../client.ts';
import { type ConsumerValueRow, consumerValueColumns, toConsumerValue } from './consumer-window-row.ts';

/** What is asked for of consumers. */
export type AskedConsumers = {
  service?: string | undefined;
  startDate?: string | undefined;
  endDate?: string | undefined;
};

/**
 * The asked range, widened outwards to whole hours, in which consumers are counted; what is not given is where their days begin and end.
 * @returns null when nothing is stored and an edge is not given.
 * @throws AppError BAD_REQUEST naming `endDate` when it is before `startDate`.
 */
export async function resolveHours(
  db: DbOrTx,
  { startDate, endDate }: AskedConsumers,
): Promise<TimeRange | null> {
  const start = startDate === undefined ? null : floorToWindow(readTimestamp(startDate), 3_600);
  const end = endDate === undefined ? null : ceilToWindow(readTimestamp(endDate), 3_600);
  if (start !== null && end !== null) {
    if (readTimestamp(endDate!) < readTimestamp(startDate!))
      throw badParameter('endDate', 'is before startDate');
    return { start, end };
  }
  const [stored] = await db.$queryRaw<{ first: Date | null; last: Date | null }[]>`
    SELECT min(window_start) AS first, max(window_start) AS last FROM consumer_windows
    WHERE resolution = 86400 AND endpoint = ''`;
  if (!stored?.first || !stored.last) return null;
  const from = start ?? stored.first.getTime();
  return { start: from, end: Math.max(from, end ?? stored.last.getTime() + 86_400_000) };
}

export type ConsumerWindow = { consumer: number; endpoint: string; value: WindowValue };

/**
 * The windows that cover a range of whole hours exactly: whole days in the middle, hours around them.
 * @param which of a consumer its endpoints each, or of a service or all of them what each consumer comes to.
 */
export async function readConsumerWindows(
  db: DbOrTx,
  {
    range,
    which,
  }: { range: TimeRange; which: { consumers: readonly number[] } | { service: string | undefined } },
): Promise<ConsumerWindow[]> {
  const selects = coverRange(range).map(
    ({ resolution, start, end }) => Prisma.sql`
      SELECT consumer_id AS consumer, endpoint, ${consumerValueColumns} FROM consumer_windows
      WHERE resolution = ${resolution}::int AND window_start >= ${new Date(start)} AND window_start < ${new Date(end)}
        AND ${'consumers' in which ? ofConsumers(which.consumers) : ofService(which.service)}`,
  );
  if (selects.length === 0) return [];
  const rows = await db.$queryRaw<(ConsumerValueRow & { consumer: number; endpoint: string })[]>`
    ${Prisma.join(selects, ' UNION ALL ')}`;
  return rows.map(({ consumer, endpoint, ...row }) => ({ consumer, endpoint, value: toConsumerValue(row) }));
}

function ofConsumers(ids: readonly number[]): Prisma.Sql {
  return Prisma.sql`endpoint <> '' AND consumer_id = ANY (${[...ids]}::int[])`;
}

function ofService(service: string | undefined): Prisma.Sql {
  const all = Prisma.sql`endpoint = ''`;
  return service === undefined ? all : Prisma.sql`${all} AND service = ${service}`;
}
