import { EventSource } from 'eventsource';

/** A page that follows a stream, as browsers do: it comes back by itself, with the id of the last event. */
export type Follower = {
  /** Messages of the logs that came, in order; a gap is its reason. */
  readonly seen: string[];
  /** How often a connection was made. */
  opened(): number;
  /** Resolves once `count` events have come. @throws Error with what came instead. */
  until(count: number, withinMs?: number): Promise<void>;
  close(): void;
};

/** Follows `/logs/stream`. */
export function followEvents(url: string, headers: Record<string, string>): Follower {
  const source = new EventSource(url, {
    fetch: (input, init) => fetch(input, { ...init, headers: { ...init.headers, ...headers } }),
  });
  const seen: string[] = [];
  let opened = 0;
  let wake: () => void = () => {};
  const see = (text: string): void => {
    seen.push(text);
    wake();
  };
  source.addEventListener('open', () => {
    opened++;
  });
  source.addEventListener('log-update', ({ data }) => see(JSON.parse(data).message));
  source.addEventListener('gap', ({ data }) => see(`gap: ${JSON.parse(data).gap.reason}`));
  return {
    seen,
    opened: () => opened,
    async until(count, withinMs = 60_000) {
      const late = setTimeout(() => wake(), withinMs);
      const from = Date.now();
      while (seen.length < count) {
        if (Date.now() - from >= withinMs) throw new Error(`${seen.length} of ${count} events: ${seen}`);
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      clearTimeout(late);
    },
    close: () => source.close(),
  };
}
