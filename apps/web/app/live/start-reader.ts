import type { Clock } from '@apiscope/core/clock';

/** Reading may take at most this share of the time, so that a slow database is not asked for more than it can give. */
const longestShare = 0.1;
/** How long a failed reading waits for the next attempt, ms. */
const retryMs = 10_000;

type ReaderOptions<T> = {
  read: (signal: AbortSignal) => Promise<T>;
  onAnswer: (answer: T) => void;
  onFailure: (error: unknown) => void;
  /** Least time between two readings, ms. */
  leastMs: number;
  clock: Pick<Clock, 'monotonic'>;
};

export type Reader = {
  /** Says that the answer may have changed: it is read again as soon as it may be, any number of changes once. */
  touch: () => void;
  /** Reads at once, unless it is being read. */
  retry: () => void;
  stop: () => void;
};

/** Reads something now, and again whenever it may have changed, never twice at a time. */
export function startReader<T>({ read, onAnswer, onFailure, leastMs, clock }: ReaderOptions<T>): Reader {
  const stopped = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isBusy = false;
  let isTouched = false;
  let earliest = 0;

  async function attempt() {
    clearTimeout(timer);
    timer = undefined;
    isBusy = true;
    isTouched = false;
    const from = clock.monotonic();
    let hasFailed = false;
    try {
      const answer = await read(stopped.signal);
      if (!stopped.signal.aborted) onAnswer(answer);
    } catch (error) {
      hasFailed = true;
      if (!stopped.signal.aborted) onFailure(error);
    }
    isBusy = false;
    const took = clock.monotonic() - from;
    earliest = hasFailed ? from + retryMs : from + Math.max(leastMs, took / longestShare);
    if (hasFailed || isTouched) plan();
  }

  function plan() {
    if (isBusy) isTouched = true;
    else if (timer === undefined && !stopped.signal.aborted)
      timer = setTimeout(() => void attempt(), Math.max(0, earliest - clock.monotonic()));
  }

  void attempt();
  return {
    touch: plan,
    retry: () => {
      if (!isBusy && !stopped.signal.aborted) void attempt();
    },
    stop: () => {
      stopped.abort();
      clearTimeout(timer);
    },
  };
}
