import { Prisma } from '../client.ts';

/**
 * How a group of captured requests was served, as columns of a select: their count, latencies in ms, and an error rate of 0 to 100 by the
 * contract's rule: a status from 400 on, or no answer, is an error.
 */
export const servedNumbers = Prisma.sql`count(*)::int AS count,
  percentile_cont(0.5) WITHIN GROUP (ORDER BY duration) AS "p50Latency",
  percentile_cont(0.95) WITHIN GROUP (ORDER BY duration) AS "p95Latency",
  100 * avg(CASE WHEN status_code < 400 THEN 0 ELSE 1 END)::float8 AS "errorRate"`;
