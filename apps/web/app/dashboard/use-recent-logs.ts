import { useCallback, useEffect, useRef, useState } from 'react';
import { api } from '../api/api.client.ts';
import { type LiveHandlers, useLive } from '../live/use-live.ts';
import type { LogRow } from '../logs/log-row.ts';
import { mergeLogs } from '../logs/merge-logs.ts';

type LogOrGap = LogRow | { gap: unknown };

/** The newest lines of a service: those the loader read, and those that arrive. Arrivals are drawn four times a second at most. */
export function useRecentLogs(loaded: LogRow[], service: string | null, most: number): LogRow[] {
  const [rows, setRows] = useState(loaded);
  const waiting = useRef<LogRow[]>([]);
  const timer = useRef<ReturnType<typeof setTimeout>>();
  useEffect(
    () => setRows((shown) => mergeLogs(loaded, shown.filter(isOf(service)), most)),
    [loaded, service, most],
  );
  useEffect(() => () => clearTimeout(timer.current), []);
  const connect = useCallback(
    (lastEventId: string | null, handlers: LiveHandlers<LogOrGap>) =>
      api.logs.stream.subscribe(
        { ...(service === null ? {} : { service__eq: service }), lastEventId },
        handlers,
      ),
    [service],
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
      }, 250);
    },
  });
  return rows;
}

function isOf(service: string | null) {
  return (log: LogRow) => service === null || log.service === service;
}
