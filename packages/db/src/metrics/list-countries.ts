import type { CountrySummary, SummaryInput } from '@apiscope/core/metrics/schema';
import { type DbOrTx, Prisma } from '../client.ts';
import { compileWindows } from './read-windows.ts';
import { resolveRange } from './resolve-range.ts';

/**
 * Requests and error rate by country over a range, most requests first; requests whose country is not known are `unknown`, so the
 * counts add up to all requests.
 * @throws AppError BAD_REQUEST naming `endDate` when the range is reversed.
 */
export async function listCountries(db: DbOrTx, input: SummaryInput): Promise<CountrySummary[]> {
  const range = await resolveRange(db, input, { now: 0 });
  const windows = range && compileWindows({ scope: input, range, columns: Prisma.sql`countries` });
  if (!windows) return [];
  const rows = await db.$queryRaw<{ country: string; count: bigint; errors: bigint }[]>`
    SELECT key AS country, sum((value->>'count')::bigint)::bigint AS count,
           sum((value->>'errors')::bigint)::bigint AS errors
    FROM (${windows}) AS windows, jsonb_each(countries)
    GROUP BY key ORDER BY count DESC, key COLLATE "C"`;
  return rows.map(({ country, count, errors }) => ({
    country: country === '' ? 'unknown' : country,
    trafficCount: Number(count),
    errorRate: (100 * Number(errors)) / Number(count),
  }));
}
