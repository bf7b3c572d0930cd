import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openBody } from './open-body.ts';

/** A request whose body comes in these pieces; what is taken of it is counted. */
function requestOf(pieces: Iterable<Uint8Array>, headers: Record<string, string> = {}) {
  const iterator = pieces[Symbol.iterator]();
  const state = { taken: 0, cancelled: false };
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const { done, value } = iterator.next();
        if (done) return controller.close();
        state.taken += value.length;
        controller.enqueue(value);
      },
      cancel() {
        state.cancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  const init: RequestInit & { duplex: 'half' } = { method: 'POST', body, headers, duplex: 'half' };
  return { request: new Request('http://localhost/', init), state };
}

async function read(pieces: AsyncIterable<Uint8Array>): Promise<string> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all).toString();
}

function* repeat(piece: Uint8Array, times: number): Generator<Uint8Array> {
  for (let n = 0; n < times; n++) yield piece;
}

describe('openBody', () => {
  it('gives the bytes of a body, plain or gzip, cut anywhere', async () => {
    const zipped = gzipSync('some text');
    for (const size of [1, 3, 1_000]) {
      const pieces = Array.from({ length: Math.ceil(zipped.length / size) }, (_, n) =>
        zipped.subarray(n * size, (n + 1) * size),
      );
      const { request } = requestOf(pieces, { 'content-encoding': 'GZIP' });
      expect(await read(openBody(request, { maxBytes: 100 }).pieces)).toBe('some text');
    }
    expect(await read(openBody(new Request('http://localhost/'), { maxBytes: 1 }).pieces)).toBe('');
  });

  it.each([
    ['bytes that are sent', [Buffer.alloc(60), Buffer.alloc(60)], {}],
    ['bytes that come out of gzip', [gzipSync(Buffer.alloc(120))], { 'content-encoding': 'gzip' }],
    ['gzip that nothing comes out of', [...repeat(gzipSync(''), 6)], { 'content-encoding': 'gzip' }],
  ])('counts %s, and tells the hint', async (_, pieces, headers) => {
    const { pieces: opened } = openBody(requestOf(pieces, headers).request, { maxBytes: 100, hint: 'less' });
    await expect(read(opened)).rejects.toMatchObject({
      code: 'PAYLOAD_TOO_LARGE',
      message: 'the body may be at most 100 bytes; less',
    });
  });

  it('does not decompress a bomb further than its reader reads', async () => {
    const bomb = gzipSync(Buffer.alloc(200_000_000));
    const { request, state } = requestOf(repeat(bomb, 50), { 'content-encoding': 'gzip' });
    const before = process.memoryUsage().arrayBuffers;
    for await (const piece of openBody(request, { maxBytes: 1e12 }).pieces) if (piece.length > 0) break;
    expect(state.taken).toBeLessThan(5 * bomb.length);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50_000_000);
  });

  it('neither closes nor reads on when it is left, until it is drained', async () => {
    const { request, state } = requestOf(repeat(Buffer.alloc(10), 100));
    const body = openBody(request, { maxBytes: 25 });
    await expect(read(body.pieces)).rejects.toMatchObject({ code: 'PAYLOAD_TOO_LARGE' });
    expect(state).toEqual({ taken: 30, cancelled: false });
    await body.drain(1_000);
    expect(state).toEqual({ taken: 1_000, cancelled: false });
  });

  it('drains no longer than it may', async () => {
    const never = new ReadableStream<Uint8Array>({ pull: () => new Promise(() => {}) });
    const init: RequestInit & { duplex: 'half' } = { method: 'POST', body: never, duplex: 'half' };
    const startedAt = performance.now();
    await openBody(new Request('http://localhost/', init), { maxBytes: 1 }).drain(30);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });
});
