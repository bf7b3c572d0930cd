import { useCallback, useEffect, useRef, useState } from 'react';
import { api } from '../api/api.client.ts';
import { type LiveHandlers, useLive } from '../live/use-live.ts';
import type { LogRow } from '../logs/log-row.ts';
import { mergeLogs } from '../logs/merge-logs.ts';
import type { StreamScope } from '../range/scope.ts';

type LogOrGap = LogRow | { gap: { reason: string } };

/** Arrivals are drawn four times a second at most. */
const drawMs = 250;

/** The newest lines of a scope: those the loader read, and those that arrive. The scope must not change; key the caller by it. */
export function useRecentLogs(loaded: LogRow[], scope: StreamScope, most: number): LogRow[] {
  const [rows, setRows] = useState(loaded);
  const first = useRef(scope);
  const waiting = useRef<LogRow[]>([]);
  const timer = useRef<ReturnType<typeof setTimeout>>();
  useEffect(() => setRows((shown) => mergeLogs(shown, loaded, most)), [loaded, most]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const connect = useCallback(
    (lastEventId: string | null, handlers: LiveHandlers<LogOrGap>) =>
      api.logs.stream.subscribe({ ...first.current, lastEventId }, handlers),
    [],
  );
  useLive<LogOrGap>({
    connect,
    onOpen: () => undefined,
    onEvent: ({ data }) => {
      if ('gap' in data) return;
      waiting.current.push(data);
      timer.current ??= setTimeout(() => {
        timer.current = undefined;
        const arrivals = waiting.current;
        waiting.current = [];
        setRows((shown) => mergeLogs(shown, arrivals, most));
      }, drawMs);
    },
  });
  return rows;
}
