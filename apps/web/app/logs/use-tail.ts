import type { Page } from '@apiscope/core/page';
import { useCallback, useEffect, useReducer, useRef } from 'react';
import { api } from '../api/api.client.ts';
import { type LiveHandlers, type LiveState, useLive } from '../live/use-live.ts';
import type { LogRow } from './log-row.ts';
import { type logsQuery, pageSize, streamQuery } from './logs-query.ts';
import { startTail, stepTail, type Tail } from './tail-rows.ts';
import { useFurther } from './use-further.ts';

type Query = ReturnType<typeof logsQuery>;
type LogOrGap = LogRow | { gap: { reason: string } };

type TailOptions = {
  /** Changes when other lines are asked for; opening a row does not change it. */
  queryKey: string;
  query: Query;
  page: Page<LogRow>;
  /** Whether arrivals belong on top at all. */
  isFollowing: boolean;
  /** Whether they are held back for now. */
  isHeld: boolean;
};

/** Arrivals are drawn five times a second at most. */
const drawMs = 200;

/** The lines of a query with those that arrive, and a way to further ones. */
export function useTail({ queryKey, query, page, isFollowing, isHeld }: TailOptions) {
  const [tail, step] = useReducer(stepTail, page, startTail);
  const latest = useRef({ query, page, isHeld, tail, isFollowing });
  // The query stays the one whose rows are shown: a cursor goes on only under the filter it came from.
  Object.assign(latest.current, { page, isHeld, tail, isFollowing });

  const shownKey = useRef(queryKey);
  const { forget, ...further } = useFurther({ latest, shownKey, step });
  useEffect(() => {
    if (shownKey.current === queryKey) return;
    shownKey.current = queryKey;
    latest.current.query = query;
    step({ kind: 'reset', page: latest.current.page });
    forget();
  }, [queryKey, query, forget]);

  // What arrives while the newest page is read again, which may be read before it was written: a list for each reading.
  const arriving = useRef(new Set<LogRow[]>());
  const reload = useCallback(async () => {
    const asked = latest.current.query;
    const meanwhile: LogRow[] = [];
    arriving.current.add(meanwhile);
    try {
      const page = await api.logs.list.query({ ...asked, limit: pageSize });
      if (latest.current.query !== asked) return;
      step({ kind: 'reset', page });
      step({ kind: 'arrive', rows: meanwhile, isHeld: latest.current.isHeld });
    } finally {
      arriving.current.delete(meanwhile);
    }
  }, []);

  const state = useArrivals(queryKey, isFollowing, latest, {
    onRows: (rows) => {
      for (const meanwhile of arriving.current) meanwhile.push(...rows);
      step({ kind: 'arrive', rows, isHeld: latest.current.isHeld });
    },
    onHole: () => {
      if (latest.current.isHeld) step({ kind: 'break' });
      else void reload().catch(() => step({ kind: 'break' }));
    },
  });

  const resume = useCallback(() => {
    if (latest.current.tail.isBroken) void reload().catch(() => undefined);
    else step({ kind: 'resume' });
  }, [reload]);
  const hasHeld = tail.heldCount > 0 || tail.isBroken;
  useEffect(() => {
    if (!isHeld && hasHeld) resume();
  }, [isHeld, hasHeld, resume]);

  return { tail, state, resume, ...further };
}

type Latest = { current: { query: Query; tail: Tail } };
type ArrivalHandlers = { onRows: (rows: LogRow[]) => void; onHole: () => void };

function useArrivals(
  key: string,
  isFollowing: boolean,
  latest: Latest,
  handlers: ArrivalHandlers,
): LiveState {
  const waiting = useRef<LogRow[]>([]);
  const timer = useRef<ReturnType<typeof setTimeout>>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another query is another stream, and is read from `latest`.
  const connect = useCallback(
    (lastEventId: string | null, live: LiveHandlers<LogOrGap>) =>
      api.logs.stream.subscribe({ ...streamQuery(latest.current.query), lastEventId }, live),
    [key, latest],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: what waits for one query must not land in the next.
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
      waiting.current = [];
    },
    [key],
  );
  /** Lines written between the loader's read and the opening of the stream are in neither: read the newest page once more. */
  const bridge = async () => {
    const asked = latest.current.query;
    const { data } = await api.logs.list.query({ ...asked, limit: pageSize });
    // Other lines may have been asked for since.
    if (latest.current.query !== asked) return;
    const known = new Set([...latest.current.tail.rows, ...latest.current.tail.held].map(({ id }) => id));
    const meets = data.length < pageSize || data.some(({ id }) => known.has(id));
    if (meets) handlers.onRows(data.filter(({ id }) => !known.has(id)));
    else handlers.onHole();
  };
  return useLive<LogOrGap>({
    connect,
    isPaused: !isFollowing,
    onOpen: () => void bridge().catch(() => undefined),
    onEvent: ({ data }) => {
      if ('gap' in data) return handlers.onHole();
      waiting.current.push(data);
      timer.current ??= setTimeout(() => {
        timer.current = undefined;
        const rows = waiting.current;
        waiting.current = [];
        handlers.onRows(rows);
      }, drawMs);
    },
  });
}
