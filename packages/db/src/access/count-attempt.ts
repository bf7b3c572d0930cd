import type { Db } from '../client.ts';

/** What is counted, how often it may be tried in a window, and how long that is. */
export type AttemptLimit = { key: string; most: number; windowMs: number };

/**
 * Counts one attempt more and says how long to wait, ms; 0 when it may be made. It is counted before it is made, in one statement, so
 * that many at once, over several processes, are not more than the limit lets through.
 */
export async function countAttempt(
  db: Db,
  { key, most, windowMs }: AttemptLimit,
  now: number,
): Promise<number> {
  const at = new Date(now);
  const before = new Date(now - windowMs);
  const [row] = await db.$queryRaw<{ count: number; startedAt: Date }[]>`
    INSERT INTO sign_in_attempts AS a (key, count, started_at) VALUES (${key}, 1, ${at})
    ON CONFLICT (key) DO UPDATE SET
      count = CASE WHEN a.started_at <= ${before} THEN 1 ELSE least(a.count + 1, 1000000) END,
      started_at = CASE WHEN a.started_at <= ${before} THEN ${at} ELSE a.started_at END
    RETURNING count, started_at AS "startedAt"`;
  return row!.count <= most ? 0 : Math.max(1, row!.startedAt.getTime() + windowMs - now);
}

/** Forgets attempts: those of `keys`, and whatever is older than any window. */
export async function forgetAttempts(
  db: Db,
  { keys, before }: { keys: readonly string[]; before: number },
): Promise<void> {
  await db.$executeRaw`
    DELETE FROM sign_in_attempts WHERE key = ANY(${[...keys]}::text[]) OR started_at < ${new Date(before)}`;
}
