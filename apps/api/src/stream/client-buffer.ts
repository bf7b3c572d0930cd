import type { StreamGap } from '@apiscope/core/logs/schema';

/** A row of a stream with the cursor to resume after it, or a gap with the cursor from which the stream goes on. */
export type FeedEvent<Row> = { cursor: string; row: Row } | { cursor: string; gap: StreamGap['gap'] };

/** Events on their way to one client. */
export type ClientBuffer<Row> = {
  /** Takes an event; when the client is too slow, everything waiting becomes one gap. */
  offer(event: FeedEvent<Row>): void;
  /** The next event, waiting for it; null once ended. */
  next(): Promise<FeedEvent<Row> | null>;
  /** Lets go of whoever waits and of what is held. */
  end(): void;
};

/** Makes a buffer of at most `capacity` events. */
export function createClientBuffer<Row>(capacity: number): ClientBuffer<Row> {
  let waiting: FeedEvent<Row>[] = [];
  let wake: (() => void) | null = null;
  let ended = false;

  const rouse = () => {
    wake?.();
    wake = null;
  };

  return {
    offer(event) {
      if (ended) return;
      if (waiting.length >= capacity)
        waiting = [
          {
            cursor: event.cursor,
            gap: { reason: 'client_too_slow', message: `more than ${capacity} events were waiting` },
          },
        ];
      else waiting.push(event);
      rouse();
    },
    async next() {
      while (!ended && waiting.length === 0) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      return ended ? null : waiting.shift()!;
    },
    end() {
      ended = true;
      waiting = [];
      rouse();
    },
  };
}
