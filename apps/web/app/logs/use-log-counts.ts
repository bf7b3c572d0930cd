import { systemClock } from '@apiscope/core/clock';
import { useSearchParams } from '@remix-run/react';
import { useMemo } from 'react';
import { type Reading, useReading } from '../live/use-reading.ts';
import { readRange } from '../range/range.ts';
import { readScope } from '../range/scope.ts';
import { countsQuery, linesKey } from './logs-query.ts';

/** What every count beside the lines is told of them. */
export type CountsProps = {
  /** When the lines were read, epoch milliseconds of the server's clock. */
  now: number;
  /** How many have arrived since. */
  arrived: number;
  isFollowing: boolean;
  /** Whether the API refused the filters: it would refuse them again. */
  isRefused: boolean;
};

type CountsOptions<T> = CountsProps & {
  /** Nothing is read for what is not shown. */
  isShown: boolean;
  ask: (input: ReturnType<typeof countsQuery>, options: { signal: AbortSignal }) => Promise<T>;
};

/** Counts the lines that the address asks for, after they are shown, and again while more arrive; `now` is when it was asked. */
export function useLogCounts<T>(options: CountsOptions<T>): Reading<T & { now: number }> {
  const { now, arrived, isFollowing, isRefused, isShown, ask } = options;
  const [params] = useSearchParams();
  const readAt = useMemo(() => ({ now, monotonic: systemClock.monotonic() }), [now]);
  return useReading({
    key: isShown && !isRefused ? countsKey(params) : null,
    read: async (signal) => {
      const later = readAt.now + systemClock.monotonic() - readAt.monotonic;
      return { ...(await ask(countsQuery(params, readScope(params, later)), { signal })), now: later };
    },
    arrived,
    isSliding: isFollowing && readRange(params).range.kind === 'relative',
  });
}

/** In whatever order lines come, there are as many. */
function countsKey(params: URLSearchParams): string {
  const key = new URLSearchParams(linesKey(params));
  key.delete('order');
  key.delete('order_by');
  return key.toString();
}
