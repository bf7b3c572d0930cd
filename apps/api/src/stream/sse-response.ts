import { pingInterval } from '../trpc/init.ts';
import type { FeedEvent } from './client-buffer.ts';
import type { Feed, Subscription } from './feed.ts';
import { StreamClosed } from './stream-closed.ts';

/** Headers of a stream: never cached, transformed, compressed or held back on the way. */
export const sseHeaders = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
};

/**
 * Answers a feed as server-sent events: a comment at once, then an `id:` without data so that even a client that has seen no
 * event resumes where it started, then one row or `gap` an event. The answer ends with the client or with the process.
 */
export function sseResponse<Row>(
  feed: Feed<Row>,
  { event, signal, ...subscription }: Subscription & { event: string; signal: AbortSignal },
): Response {
  const encoder = new TextEncoder();
  const ending = new AbortController();
  const end = () => ending.abort();
  signal.addEventListener('abort', end, { once: true });
  let ping: NodeJS.Timeout | undefined;
  let events: AsyncGenerator<FeedEvent<Row>, void, undefined>;

  const cleanUp = () => {
    clearInterval(ping);
    signal.removeEventListener('abort', end);
    ending.abort();
  };

  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(encoder.encode(': connected\n\n'));
      // A client that doesn't read needs no ping, and would only pile them up.
      ping = setInterval(() => {
        if ((controller.desiredSize ?? 0) > 0) controller.enqueue(encoder.encode(': ping\n\n'));
      }, pingInterval);
      events = feed.follow({
        ...subscription,
        signal: ending.signal,
        onStart: (cursor) => controller.enqueue(encoder.encode(`id: ${cursor}\n\n`)),
      });
    },
    async pull(controller) {
      const next = await events.next().catch((error: unknown) => {
        cleanUp();
        if (error instanceof StreamClosed) return { done: true, value: undefined } as const;
        throw error;
      });
      if (!next.done) {
        controller.enqueue(encoder.encode(printEvent(event, next.value)));
        return;
      }
      cleanUp();
      controller.close();
    },
    cancel: cleanUp,
  });
  return new Response(body, { headers: sseHeaders });
}

function printEvent<Row>(name: string, event: FeedEvent<Row>): string {
  const [type, data] = 'gap' in event ? ['gap', { gap: event.gap }] : [name, event.row];
  return `event: ${type}\nid: ${event.cursor}\ndata: ${JSON.stringify(data)}\n\n`;
}
