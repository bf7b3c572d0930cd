import type { Permit } from '../access/watch-callers.ts';
import { toAppError } from '../http/to-app-error.ts';
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

/** What ends an event stream whose process stops: come again in a second, and go on after the last id. */
export const endHint = new TextEncoder().encode('retry: 1000\n\n');

/**
 * Answers a feed as server-sent events: a comment at once, then an `id:` without data so that even a client that has seen no
 * event resumes where it started, then one row or `gap` an event. The answer ends with the client, with the process, which says when to
 * come again, or when the caller may no more: then an `end` says why, and whoever connects again is refused.
 */
export function sseResponse<Row>(
  feed: Feed<Row>,
  {
    event,
    signal,
    permit,
    ...subscription
  }: Subscription & { event: string; signal: AbortSignal; permit: Permit },
): Response {
  const encoder = new TextEncoder();
  const ending = new AbortController();
  const end = () => ending.abort();
  signal.addEventListener('abort', end, { once: true });
  permit.signal.addEventListener('abort', end, { once: true });
  let ping: NodeJS.Timeout | undefined;
  let events: AsyncGenerator<FeedEvent<Row>, void, undefined>;

  const cleanUp = () => {
    clearInterval(ping);
    signal.removeEventListener('abort', end);
    permit.stop();
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
        if (!(error instanceof StreamClosed)) throw error;
        controller.enqueue(endHint);
        return { done: true, value: undefined } as const;
      });
      if (!next.done) {
        controller.enqueue(encoder.encode(printEvent(event, next.value)));
        return;
      }
      cleanUp();
      if (permit.signal.aborted) controller.enqueue(encoder.encode(printEnd(permit.signal.reason)));
      controller.close();
    },
    cancel: cleanUp,
  });
  return new Response(body, { headers: sseHeaders });
}

function printEnd(reason: unknown): string {
  const { code, message } = toAppError(reason);
  return `event: end\ndata: ${JSON.stringify({ error: { code, message } })}\n\n`;
}

function printEvent<Row>(name: string, event: FeedEvent<Row>): string {
  const [type, data] = 'gap' in event ? ['gap', { gap: event.gap }] : [name, event.row];
  return `event: ${type}\nid: ${event.cursor}\ndata: ${JSON.stringify(data)}\n\n`;
}
