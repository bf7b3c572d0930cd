import type { StreamGap } from '@apiscope/core/logs/schema';

/** A row of a stream with the cursor to resume after it, or a gap with the cursor from which the stream goes on. */
export type FeedEvent<Row> = { cursor: string; row: Row } | { cursor: string; gap: StreamGap['gap'] };

/** Events on their way to one client. */
export type ClientBuffer<Row> = {
  /** Takes an event that weighs `bytes`; when the client is too slow, everything waiting becomes one gap. */
  offer(event: FeedEvent<Row>, bytes: number): void;
  /** The next event, waiting for it; null once ended. */
  next(): Promise<FeedEvent<Row> | null>;
  /** Lets go of whoever waits and of what is held. */
  end(): void;
};

/** Makes a buffer of at most `maxEvents` events that weigh `maxBytes`; one event alone may weigh more. */
export function createClientBuffer<Row>({
  maxEvents,
  maxBytes,
}: {
  maxEvents: number;
  maxBytes: number;
}): ClientBuffer<Row> {
  let waiting: { event: FeedEvent<Row>; bytes: number }[] = [];
  let weight = 0;
  let wake: (() => void) | null = null;
  let ended = false;

  const rouse = () => {
    wake?.();
    wake = null;
  };

  return {
    offer(event, bytes) {
      if (ended) return;
      if (waiting.length > 0 && (waiting.length >= maxEvents || weight + bytes > maxBytes)) {
        const message = `more than ${maxEvents} events or ${maxBytes} bytes were waiting`;
        waiting = [
          { event: { cursor: event.cursor, gap: { reason: 'client_too_slow', message } }, bytes: 0 },
        ];
        weight = 0;
      } else {
        waiting.push({ event, bytes });
        weight += bytes;
      }
      rouse();
    },
    async next() {
      while (!ended && waiting.length === 0) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      if (ended) return null;
      const { event, bytes } = waiting.shift()!;
      weight -= bytes;
      return event;
    },
    end() {
      ended = true;
      waiting = [];
      rouse();
    },
  };
}
