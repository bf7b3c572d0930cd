import { AppError, type Issue } from '@apiscope/core/errors';
import type { LogBatchResult } from './schema.ts';

/** A line that cannot be stored, by its place in the batch. */
export type Rejection = LogBatchResult['rejected'][number];

/** Counts what became of a batch, part by part; of the rejections it lists the first. */
export type BatchTally = {
  add(part: { accepted: number; rejected: readonly Rejection[] }): void;
  result(): LogBatchResult;
};

export function createBatchTally({ maxListed }: { maxListed: number }): BatchTally {
  let accepted = 0;
  let rejectedCount = 0;
  const listed: Rejection[] = [];
  return {
    add(part) {
      accepted += part.accepted;
      rejectedCount += part.rejected.length;
      listed.push(...part.rejected.slice(0, maxListed - listed.length));
    },
    result: () => ({ accepted, rejectedCount, rejected: [...listed] }),
  };
}

/** Reasons listed at most when a whole batch is refused. */
const maxIssues = 100;

/** The answer to a batch none of whose lines can be stored. */
export function allRefused({ rejected, rejectedCount }: LogBatchResult): AppError {
  const issues: Issue[] = rejected.flatMap(({ index, issues }) =>
    issues.map(({ path, message }) => ({ path: path === 'body' ? `${index}` : `${index}.${path}`, message })),
  );
  return new AppError('BAD_REQUEST', `none of the ${rejectedCount} logs can be stored`, {
    issues: issues.slice(0, maxIssues),
  });
}
