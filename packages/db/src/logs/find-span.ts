import type { DbOrTx, Prisma } from '../client.ts';
import { compileWithin } from './compile-counted.ts';
import { compileOfPatterns, compileOfScope } from './compile-patterns.ts';
import { compileLevelScope, type LogScope } from './log-scope.ts';

export type Span = {
  from: number;
  to: number;
  /** Whether it holds as many lines as were wanted: else there are no more. */
  isFilled: boolean;
};

/** From which end lines are wanted. */
export type Direction = 'newest' | 'oldest';

type Bucket = { from: number; to: number; count: number };

const widths = { 3600: 3_600_000, 86400: 86_400_000 } as const;

/**
 * The span, at its ends to the hour, in which the first `wanted` lines of some patterns lie, seen from one end of the scope: reading it
 * is enough, and no partition outside need be opened. Counters tell, no line is read.
 * @param patternIds null for all patterns in scope.
 * @returns null when there is no line at all.
 */
export async function findSpan(
  db: DbOrTx,
  scope: LogScope,
  {
    patternIds,
    wanted,
    direction,
  }: { patternIds: readonly number[] | null; wanted: number; direction: Direction },
): Promise<Span | null> {
  const ids = patternIds ? compileOfPatterns(patternIds) : compileOfScope(scope);
  const days = await readBuckets(db, scope, ids, 86_400, { from: scope.from, to: scope.to });
  const far = firstHolding(inDirection(days, direction), wanted);
  if (far === null) return null;
  const near = inDirection(days, direction)[0]!;
  const before = far.before;
  const [nearHours, farHours] = await Promise.all([
    readBuckets(db, scope, ids, 3_600, near),
    far.bucket === near ? null : readBuckets(db, scope, ids, 3_600, far.bucket),
  ]);
  const first = inDirection(nearHours, direction)[0] ?? near;
  const last =
    firstHolding(inDirection(farHours ?? nearHours, direction), wanted - before)?.bucket ?? far.bucket;
  const { isFilled } = far;
  return direction === 'newest'
    ? { from: last.from, to: first.to, isFilled }
    : { from: first.from, to: last.to, isFilled };
}

function inDirection(buckets: Bucket[], direction: Direction): Bucket[] {
  return direction === 'newest' ? [...buckets].reverse() : buckets;
}

type Holding = { bucket: Bucket; before: number; isFilled: boolean };

/** The bucket at which the running sum reaches what is wanted, or the last one; with the sum of those before it. */
function firstHolding(buckets: Bucket[], wanted: number): Holding | null {
  let before = 0;
  for (const bucket of buckets) {
    if (before + bucket.count >= wanted) return { bucket, before, isFilled: true };
    before += bucket.count;
  }
  const last = buckets.at(-1);
  return last ? { bucket: last, before: before - last.count, isFilled: false } : null;
}

/** Buckets that hold lines and touch the range, oldest first. Those cut by an end of the scope count as empty: how much of them is in scope is not known. */
async function readBuckets(
  db: DbOrTx,
  scope: LogScope,
  ids: Prisma.Sql,
  resolution: keyof typeof widths,
  { from, to }: Pick<Span, 'from' | 'to'>,
): Promise<Bucket[]> {
  const width = widths[resolution];
  const rows = await db.$queryRaw<{ bucket: Date; count: number }[]>`
    SELECT bucket, sum(count)::float8 AS count FROM log_counts
    WHERE resolution = ${resolution} AND ${compileWithin('bucket', Math.floor(from / width) * width, to)}
      AND ${ids} AND ${compileLevelScope(scope)}
    GROUP BY bucket HAVING sum(count) > 0 ORDER BY bucket`;
  return rows.map(({ bucket, count }) => {
    const start = bucket.getTime();
    const isWhole = start >= scope.from && start + width <= scope.to;
    return { from: start, to: start + width, count: isWhole ? count : 0 };
  });
}
