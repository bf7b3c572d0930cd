import { AppError, badParameter } from '@apiscope/core/errors';

/** Messages and list items in one body: a byte or two of it can stand for one, and each takes a hundred in memory. */
const maxItems = 1_000_000;
/** Messages inside each other; values of attributes may nest. */
const maxDepth = 100;

/** Counts what a body is made of, so that a small one cannot grow without bounds as it is read. */
export type Budget = {
  /** Counts one more message or item. @throws AppError PAYLOAD_TOO_LARGE */
  spend(): void;
  /** Goes one message deeper. @throws AppError BAD_REQUEST */
  enter(): void;
  leave(): void;
};

export function createBudget(): Budget {
  let [items, depth] = [0, 0];
  return {
    spend() {
      if (++items > maxItems)
        throw new AppError(
          'PAYLOAD_TOO_LARGE',
          `the body holds more than ${maxItems} values; send smaller batches`,
        );
    },
    enter() {
      if (++depth > maxDepth) throw badParameter('body', `nested deeper than ${maxDepth} messages`);
    },
    leave() {
      depth--;
    },
  };
}
