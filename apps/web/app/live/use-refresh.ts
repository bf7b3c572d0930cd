import { systemClock } from '@apiscope/core/clock';
import { useNavigation, useRevalidator } from '@remix-run/react';
import { useCallback, useEffect, useRef } from 'react';

/** A refresh may take up at most this share of the time, so that a slow database is not asked for more than it can give. */
const longestShare = 0.25;

/**
 * Asks the loaders again, in place: at once when the last time is long enough ago, else as soon as it is. Any number of
 * calls in between is one refresh, and a page that is on its way somewhere else is left alone.
 */
export function useRefresh(leastMs: number): () => void {
  const { revalidate, state } = useRevalidator();
  const navigation = useNavigation();
  const isBusy = useRef(false);
  isBusy.current = state !== 'idle' || navigation.state !== 'idle';
  const last = useRef({ startedAt: 0, tookMs: 0 });
  const timer = useRef<ReturnType<typeof setTimeout>>();

  useEffect(() => {
    if (state !== 'loading') return;
    const from = systemClock.monotonic();
    return () => {
      last.current.tookMs = systemClock.monotonic() - from;
    };
  }, [state]);

  const refresh = useCallback(() => {
    if (timer.current !== undefined) return;
    const attempt = () => {
      if (isBusy.current) {
        timer.current = setTimeout(attempt, 50);
        return;
      }
      timer.current = undefined;
      last.current.startedAt = systemClock.monotonic();
      revalidate();
    };
    const { startedAt, tookMs } = last.current;
    const earliest = startedAt === 0 ? 0 : startedAt + Math.max(leastMs, tookMs / longestShare);
    timer.current = setTimeout(attempt, Math.max(0, earliest - systemClock.monotonic()));
  }, [revalidate, leastMs]);

  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    },
    [],
  );
  return refresh;
}
