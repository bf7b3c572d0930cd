import type { MetricRange, MetricSummary, SummaryInput, SummaryOutput } from '@apiscope/core/metrics/schema';
import type { TimeRange } from '@apiscope/core/metrics/window';
import { emptyWindowValue, mergeIntoWindowValue, summarise } from '@apiscope/core/metrics/window-value';
import type { DbOrTx } from '../client.ts';
import { printRange } from './aggregate-metrics.ts';
import { readWindows } from './read-windows.ts';
import { resolveRange, type Scope } from './resolve-range.ts';

/**
 * Counts and percentiles of a whole range and, as `previous`, of the range of equal length that ends where it starts. Nothing stored
 * gives zeros and nulls.
 * @throws AppError BAD_REQUEST naming `endDate` when the range is reversed.
 */
export async function summariseMetrics(
  db: DbOrTx,
  input: SummaryInput,
  { now }: { now: number },
): Promise<SummaryOutput> {
  const range = await resolveRange(db, input, { now });
  const previous = range && { start: range.start - (range.end - range.start), end: range.start };
  return {
    ...(await summariseRange(db, input, range)),
    previous: await summariseRange(db, input, previous),
  };
}

async function summariseRange(
  db: DbOrTx,
  scope: Scope,
  range: TimeRange | null,
): Promise<MetricSummary & { range: MetricRange }> {
  const total = emptyWindowValue();
  if (range)
    for (const { value } of await readWindows(db, { scope, range })) mergeIntoWindowValue(total, value);
  return { ...summarise(total), range: range ? printRange(range) : { startDate: null, endDate: null } };
}
