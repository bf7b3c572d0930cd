/** Positions before and after. */
export type Pair = readonly [before: number, after: number];

/** Which item of one list became which of another. Every position is in exactly one of the lists. */
export type Alignment = {
  /** Equal items in the same order, and items that take each other's place between them. */
  paired: Pair[];
  /** Equal items in another order. */
  moved: Pair[];
  removed: number[];
  added: number[];
};

/** Cells of the table of common subsequences; longer lists are aligned by first fits. */
const maxCells = 1_000_000;

/**
 * Aligns two lists by the keys of their items: the longest common subsequence stays, equal items outside it are moved, and what
 * is left between two that stay is paired in order where `mayPair` allows. Taking the removed and moved items out of the first list,
 * putting the moved and added ones at their places and the rest in order gives the second.
 */
export function alignItems(
  { before, after }: { before: readonly string[]; after: readonly string[] },
  mayPair: (before: number, after: number) => boolean = () => true,
): Alignment {
  const kept = commonItems(before, after);
  const restBefore = without(
    before.length,
    kept.map(([index]) => index),
  );
  const restAfter = without(
    after.length,
    kept.map(([, index]) => index),
  );
  const moved = firstFits({ before, after, restBefore, restAfter });
  const gone = new Set(moved.map(([index]) => index));
  const come = new Set(moved.map(([, index]) => index));
  const alignment: Alignment = { paired: [...kept], moved, removed: [], added: [] };
  let [left, right] = [0, 0];
  for (const [toBefore, toAfter] of [...kept, [before.length, after.length] as const]) {
    const removed = range(left, toBefore).filter((index) => !gone.has(index));
    const added = range(right, toAfter).filter((index) => !come.has(index));
    pairInOrder(alignment, { removed, added, mayPair });
    [left, right] = [toBefore + 1, toAfter + 1];
  }
  alignment.paired.sort(([, one], [, other]) => one - other);
  return alignment;
}

function pairInOrder(
  alignment: Alignment,
  gap: { removed: number[]; added: number[]; mayPair: (before: number, after: number) => boolean },
): void {
  const { removed, added, mayPair } = gap;
  for (let n = 0; n < Math.max(removed.length, added.length); n++) {
    const [before, after] = [removed[n], added[n]];
    if (before !== undefined && after !== undefined && mayPair(before, after))
      alignment.paired.push([before, after]);
    else {
      if (before !== undefined) alignment.removed.push(before);
      if (after !== undefined) alignment.added.push(after);
    }
  }
}

/** The longest common subsequence, equal beginnings and ends taken first. */
function commonItems(before: readonly string[], after: readonly string[]): Pair[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  while (
    end < before.length - start &&
    end < after.length - start &&
    before[before.length - 1 - end] === after[after.length - 1 - end]
  )
    end++;
  const middle = {
    before: before.slice(start, before.length - end),
    after: after.slice(start, after.length - end),
  };
  const inner =
    middle.before.length * middle.after.length <= maxCells ? byTable(middle) : byFirstFits(middle);
  return [
    ...range(0, start).map((n): Pair => [n, n]),
    ...inner.map(([left, right]): Pair => [left + start, right + start]),
    ...range(0, end).map((n): Pair => [before.length - end + n, after.length - end + n]),
  ];
}

function byTable({ before, after }: { before: readonly string[]; after: readonly string[] }): Pair[] {
  const width = after.length + 1;
  const lengths = new Uint32Array((before.length + 1) * width);
  for (let i = before.length - 1; i >= 0; i--)
    for (let j = after.length - 1; j >= 0; j--)
      lengths[i * width + j] =
        before[i] === after[j]
          ? lengths[(i + 1) * width + j + 1]! + 1
          : Math.max(lengths[(i + 1) * width + j]!, lengths[i * width + j + 1]!);
  const pairs: Pair[] = [];
  for (let i = 0, j = 0; i < before.length && j < after.length; ) {
    if (before[i] === after[j]) pairs.push([i++, j++]);
    else if (lengths[(i + 1) * width + j]! >= lengths[i * width + j + 1]!) i++;
    else j++;
  }
  return pairs;
}

/** Each item with its first equal, of which the longest run in order stays. */
function byFirstFits({ before, after }: { before: readonly string[]; after: readonly string[] }): Pair[] {
  return longestRising(
    firstFits({
      before,
      after,
      restBefore: range(0, before.length),
      restAfter: range(0, after.length),
    }),
  );
}

function firstFits(lists: {
  before: readonly string[];
  after: readonly string[];
  restBefore: readonly number[];
  restAfter: readonly number[];
}): Pair[] {
  const waiting = new Map<string, number[]>();
  // Turned round, so that the first is taken from the end.
  for (const index of lists.restBefore.toReversed()) {
    const key = lists.before[index]!;
    const places = waiting.get(key);
    if (places) places.push(index);
    else waiting.set(key, [index]);
  }
  return lists.restAfter.flatMap((index): Pair[] => {
    const found = waiting.get(lists.after[index]!)?.pop();
    return found === undefined ? [] : [[found, index]];
  });
}

/** Longest rising subsequence by the positions before; the pairs come in the order after (patience sorting). */
function longestRising(pairs: readonly Pair[]): Pair[] {
  const tops: number[] = [];
  const previous: number[] = [];
  for (const [n, [before]] of pairs.entries()) {
    let [low, high] = [0, tops.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (pairs[tops[middle]!]![0] < before) low = middle + 1;
      else high = middle;
    }
    previous[n] = low > 0 ? tops[low - 1]! : -1;
    tops[low] = n;
  }
  const rising: Pair[] = [];
  for (let n = tops.at(-1) ?? -1; n >= 0; n = previous[n]!) rising.push(pairs[n]!);
  return rising.reverse();
}

function without(length: number, taken: readonly number[]): number[] {
  const known = new Set(taken);
  return range(0, length).filter((n) => !known.has(n));
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, n) => from + n);
}
