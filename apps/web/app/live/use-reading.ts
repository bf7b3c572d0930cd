import { systemClock } from '@apiscope/core/clock';
import { useCallback, useEffect, useRef, useState } from 'react';
import { type ApiProblem, readProblem } from '../api/api-problem.ts';
import { type Reader, startReader } from './start-reader.ts';
import { useInterval } from './use-interval.ts';

type ReadingOptions<T> = {
  /** What is asked for; another key is another question. Null: nothing is. */
  key: string | null;
  read: (signal: AbortSignal) => Promise<T>;
  /** Counts what has arrived: more of it says that the answer may have changed. */
  arrived: number;
  /** Whether time alone changes the answer. */
  isSliding: boolean;
};

export type Reading<T> = {
  /** The last answer, of the question before while `isLoading`. */
  answer: T | null;
  /** Why the last attempt failed. */
  problem: ApiProblem | null;
  isLoading: boolean;
  retry: () => void;
};

const leastMs = 4_000;
const slideMs = 30_000;

/** Reads from the API in the browser, apart from the page's loader: the page never waits for it and never falls with it. */
export function useReading<T>({ key, read, arrived, isSliding }: ReadingOptions<T>): Reading<T> {
  const [state, setState] = useState<{ key: string | null; answer: T | null; problem: ApiProblem | null }>({
    key: null,
    answer: null,
    problem: null,
  });
  const reader = useRef<Reader | null>(null);
  const latestRead = useRef(read);
  latestRead.current = read;

  useEffect(() => {
    if (key === null) return;
    const started = startReader({
      read: (signal) => latestRead.current(signal),
      onAnswer: (answer) => setState({ key, answer, problem: null }),
      onFailure: (error) => setState(({ answer }) => ({ key, answer, problem: readProblem(error) })),
      leastMs,
      clock: systemClock,
    });
    reader.current = started;
    return () => started.stop();
  }, [key]);

  const seen = useRef(arrived);
  useEffect(() => {
    if (arrived > seen.current) reader.current?.touch();
    seen.current = arrived;
  }, [arrived]);
  useInterval(() => isSliding && reader.current?.touch(), slideMs);
  const retry = useCallback(() => reader.current?.retry(), []);
  return { answer: state.answer, problem: state.problem, isLoading: state.key !== key, retry };
}
