/** How a body ended: read to its end, given up by its reader, or broken at its source. */
export type BodyEnd = 'complete' | 'cancelled' | 'failed';

/** A body on its way to its reader, with what has passed so far. */
export type BodyTap = {
  stream: ReadableStream<Uint8Array>;
  /** Bytes that have passed. */
  size(): number;
  /** The first of them, at most as many as were to be kept. */
  kept(): Uint8Array;
  /** Whether anyone has begun to read. */
  wasRead(): boolean;
  end(): BodyEnd | null;
};

/**
 * Lets a body through unchanged, chunk by chunk as its reader asks, while counting its bytes and copying the first `keep`.
 * Reads nothing by itself, so it neither hastens nor delays.
 */
export function tapBody(
  body: ReadableStream<Uint8Array>,
  { keep, onEnd = () => {} }: { keep: number; onEnd?: (end: BodyEnd) => void },
): BodyTap {
  const reader = body.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  let read = false;
  let ended: BodyEnd | null = null;

  const finish = (end: BodyEnd) => {
    if (ended !== null) return;
    ended = end;
    onEnd(end);
  };
  const take = (chunk: Uint8Array) => {
    // Copied, since the reader may hand the memory on.
    if (size < keep) chunks.push(chunk.slice(0, keep - size));
    size += chunk.length;
  };

  const stream = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        read = true;
        try {
          const next = await reader.read();
          if (next.done) {
            finish('complete');
            controller.close();
            return;
          }
          take(next.value);
          controller.enqueue(next.value);
        } catch (error) {
          finish('failed');
          controller.error(error);
        }
      },
      async cancel(reason) {
        finish('cancelled');
        await reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
  return {
    stream,
    size: () => size,
    kept: () => joinBytes(chunks),
    wasRead: () => read,
    end: () => ended,
  };
}

function joinBytes(chunks: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    joined.set(chunk, at);
    at += chunk.length;
  }
  return joined;
}
