import type { Writable } from 'node:stream';
import { endHint } from '../../stream/sse-response.ts';

/**
 * Writes a body as it comes, at the pace of who reads it. An event stream ends by itself shortly before the platform would cut it, between two
 * events and with a hint to come again. @throws the error of a stream whose reader went away; the body is then let go.
 */
export async function streamAnswer(
  answer: Response,
  to: Writable,
  { endAfterMs }: { endAfterMs: number },
): Promise<void> {
  const reader = answer.body?.getReader();
  if (!reader) return;
  const isEvents = (answer.headers.get('content-type') ?? '').startsWith('text/event-stream');
  const gone = new Promise<never>((_, reject) => {
    to.once('error', reject);
    to.once('close', () => reject(new Error('the reader went away')));
  });
  gone.catch(() => {});
  let isOver = false;
  let wake = () => {};
  const over = new Promise<void>((resolve) => {
    wake = resolve;
  });
  const timer = setTimeout(() => {
    isOver = true;
    wake();
  }, endAfterMs);
  let isBetween = true;
  try {
    for (;;) {
      const next = reader.read();
      if (isEvents && isBetween) await Promise.race([next, over, gone]);
      if (isEvents && isBetween && isOver) {
        await write(to, endHint, gone);
        break;
      }
      const { done, value } = await Promise.race([next, gone]);
      if (done) return;
      await write(to, value, gone);
      isBetween = endsEvent(value, isBetween);
    }
  } finally {
    clearTimeout(timer);
    await reader.cancel().catch(() => {});
  }
}

const newline = 10;

/** Whether a chunk ends with the empty line that ends an event. */
function endsEvent(chunk: Uint8Array, wasBetween: boolean): boolean {
  if (chunk.length === 0) return wasBetween;
  return chunk.at(-1) === newline && chunk.at(-2) === newline;
}

async function write(to: Writable, chunk: Uint8Array, gone: Promise<never>): Promise<void> {
  if (to.write(chunk)) return;
  await Promise.race([new Promise<void>((resolve) => to.once('drain', resolve)), gone]);
}
