import { AppError } from '@apiscope/core/errors';

/** Longest that a probe waits for the database, ms: one that hangs is no better than one that is away. */
const longestMs = 5_000;

/** Waits for what is asked of the database, so long and no longer. @throws AppError SERVICE_UNAVAILABLE when the time is over. */
export async function within<T>(answer: Promise<T>, ms = longestMs): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const message = `the database has not answered for ${ms / 1_000} s`;
      reject(new AppError('SERVICE_UNAVAILABLE', message, { retryAfter: 5 }));
    }, ms);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
    // Its end comes when nobody waits any more.
    answer.catch(() => {});
  }
}
