import { useCallback } from 'react';
import { api } from '../api/api.client.ts';
import { useInterval } from './use-interval.ts';
import { type LiveHandlers, type LiveState, useLive } from './use-live.ts';
import { useRefresh } from './use-refresh.ts';

/** Least time between two refreshes, and the pace at which a range that follows the clock moves on without events. */
const leastMs = 1_000;
const slideMs = 30_000;

/** Refreshes the page whenever a window of the service changes. */
export function useLiveMetrics(service: string | null): LiveState {
  const refresh = useRefresh(leastMs);
  const connect = useCallback(
    (lastEventId: string | null, handlers: LiveHandlers<unknown>) =>
      api.metrics.stream.subscribe(
        { ...(service === null ? {} : { service__eq: service }), lastEventId },
        handlers,
      ),
    [service],
  );
  useInterval(refresh, slideMs);
  return useLive<unknown>({ connect, onEvent: refresh, onOpen: refresh });
}
