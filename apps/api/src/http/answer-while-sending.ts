import type { OpenBody } from './open-body.ts';

/** How long a caller may go on sending what nobody will read, ms. */
const patienceMs = 30_000;

/**
 * An answer to a caller who may still be sending: it goes out at once, and the rest of the body is read and dropped before the
 * exchange ends. Closed any earlier, the connection would be reset, and many clients would see that instead of the answer.
 */
export async function answerWhileSending(answer: Response, body: OpenBody): Promise<Response> {
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const headers = new Headers(answer.headers);
  headers.set('content-length', String(bytes.length));
  const stream = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(bytes),
    async pull(controller) {
      await body.drain(patienceMs);
      controller.close();
    },
  });
  return new Response(stream, { status: answer.status, headers });
}
