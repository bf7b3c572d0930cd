import { systemClock } from '@apiscope/core/clock';
import { describe, expect, it } from 'vitest';
import { sendInProcess } from './send-in-process.ts';

const outgoing = { method: 'GET', url: 'http://localhost/x', headers: { a: ['1', '2'] }, body: null };
const send = (own: (request: Request) => Promise<Response>, over: Partial<typeof outgoing> = {}) =>
  sendInProcess({ ...outgoing, ...over }, { own, timeoutMs: 50, maxBytes: 10, clock: systemClock });

describe('sendInProcess', () => {
  it('gives the app the request as it would have come, and its answer back', async () => {
    const result = await send(
      async (request) =>
        new Response(`${request.method} ${request.headers.get('a')}`, {
          status: 207,
          headers: [
            ['set-cookie', 'a=1'],
            ['set-cookie', 'b=2'],
          ],
        }),
    );
    expect(result).toMatchObject({ outcome: 'answered', statusCode: 207, address: null, truncated: false });
    if (result.outcome !== 'answered') return;
    expect(new TextDecoder().decode(result.body)).toBe('GET 1, 2');
    expect(result.headers['set-cookie']).toEqual(['a=1', 'b=2']);
  });

  it('keeps the beginning of an answer that does not end, and stops it', async () => {
    let stopped = false;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(4)),
      cancel: () => {
        stopped = true;
      },
    });
    const result = await send(async () => new Response(endless));
    expect(result).toMatchObject({ outcome: 'answered', truncated: true, body: { length: 10 } });
    expect(stopped).toBe(true);
  });

  it('has no answer in time, a stream that says nothing and an app that throws as failures', async () => {
    const silent = new ReadableStream<Uint8Array>();
    for (const [own, error] of [
      [() => new Promise<never>(() => {}), /within 50 ms/],
      [async () => new Response(silent), /within 50 ms/],
      [() => Promise.reject(new Error('broken')), /broken/],
    ] as const)
      expect(await send(own)).toMatchObject({ outcome: 'failed', error: expect.stringMatching(error) });
  });
});
