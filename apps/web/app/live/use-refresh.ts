import { systemClock } from '@apiscope/core/clock';
import { useNavigation, useRevalidator } from '@remix-run/react';
import { useCallback, useEffect, useRef } from 'react';

/**
 * Asks the loaders again, in place: at once when the last time is long enough ago, else as soon as it is. Any number of
 * calls in between is one refresh, and a page that is on its way somewhere else is left alone.
 */
export function useRefresh(leastMs: number): () => void {
  const { revalidate, state } = useRevalidator();
  const navigation = useNavigation();
  const isBusy = useRef(false);
  isBusy.current = state !== 'idle' || navigation.state !== 'idle';
  const last = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout>>();
  const refresh = useCallback(() => {
    if (timer.current !== undefined) return;
    const attempt = () => {
      timer.current = undefined;
      if (isBusy.current) {
        timer.current = setTimeout(attempt, 50);
        return;
      }
      last.current = systemClock.now();
      revalidate();
    };
    timer.current = setTimeout(attempt, Math.max(0, last.current + leastMs - systemClock.now()));
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
