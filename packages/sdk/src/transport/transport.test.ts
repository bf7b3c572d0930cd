import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Apiscope } from '../client.ts';
import { partsOf } from '../client-parts.ts';
import { clientOf, closedDoor, type Door, openDoor, requestsAt } from '../testing/open-door.ts';

let door: Door;
let client: Apiscope;
beforeEach(async () => {
  door = await openDoor();
});
afterEach(async () => {
  await client.close(200);
  await door.close();
});

/** Observes `count` requests that all went well. */
function observe(count: number, status = 200, from = 0) {
  const { observer } = partsOf(client)!;
  for (let n = 0; n < count; n++) {
    const arrival = { method: 'GET', url: `/things/${from + n}`, headers: {}, peerAddress: null, raw: null };
    observer.end(observer.begin(arrival)!, {
      status,
      duration: 1,
      route: '/things/{id}',
      requestSize: 0,
      responseSize: 2,
      responseHeaders: {},
      requestBody: null,
      responseBody: null,
    });
  }
}
const batchIds = () => door.arrived.map(({ batch }) => batch.batchId);

describe('transport', () => {
  it('sends whole batches compressed, with key, SDK and instance, and each record once', async () => {
    client = clientOf(door, { transport: { timeoutMs: 20_000 } });
    for (let n = 0; n < 5; n++) {
      observe(500, 200, n * 500);
      partsOf(client)!.observer.drain();
    }
    await client.flush();
    expect(door.arrived.map(({ batch }) => batch.requests!.length)).toEqual([1_000, 1_000, 500]);
    expect(door.arrived[0]).toMatchObject({
      path: '/ingest/requests',
      headers: { authorization: 'Bearer test-key', 'content-encoding': 'gzip' },
      batch: { service: 'shop', sdk: { name: '@apiscope/sdk' }, instance: expect.stringMatching(/:\d+$/) },
    });
    expect(new Set(door.requests().map(({ path }) => path)).size).toBe(2_500);
    expect(client.stats()).toMatchObject({ observed: 2_500, sent: 2_500, dropped: 0, queued: 0 });
  });

  it('bounds a batch by its size', async () => {
    client = clientOf(door, { transport: { maxBatchCharacters: 10_000 } });
    observe(300);
    await client.flush();
    const sizes = door.arrived.map(({ batch }) => JSON.stringify(batch.requests).length);
    expect(sizes.length).toBeGreaterThan(3);
    expect(Math.max(...sizes)).toBeLessThan(10_500);
    expect(door.requests()).toHaveLength(300);
  });

  it.each([
    ['500', (response: import('node:http').ServerResponse) => response.writeHead(500).end('oops')],
    ['503', (response) => response.writeHead(503).end()],
    ['408', (response) => response.writeHead(408).end()],
    ['a page of a proxy', (response) => response.writeHead(200).end('<html>Welcome</html>')],
    ['a broken connection', (response) => response.socket!.destroy()],
  ] as [string, (response: import('node:http').ServerResponse) => unknown][])(
    'tries again after %s, under the same id and with the same bytes',
    async (_, fail) => {
      client = clientOf(door);
      let failures = 3;
      door.answer = (_request, response) => {
        if (--failures === 0) door.answer = null;
        fail(response);
      };
      observe(5);
      expect(await requestsAt(door, client, 5)).toHaveLength(5);
      expect(new Set(batchIds()).size).toBe(1);
      expect(door.arrived.length).toBeGreaterThanOrEqual(4);
      expect(new Set(door.arrived.map(({ batch }) => JSON.stringify(batch))).size).toBe(1);
    },
  );

  it('gives up waiting for an answer, and the batch arrives later', async () => {
    client = clientOf(door, { transport: { timeoutMs: 50 } });
    door.answer = () => {};
    observe(1);
    await client.flush();
    expect(client.stats()).toMatchObject({ failures: 1, queued: 1 });
    door.answer = null;
    expect(await requestsAt(door, client, 1)).toHaveLength(1);
  });

  it('waits as long as Retry-After asks, whoever flushes', async () => {
    client = clientOf(door);
    door.answer = (_, response) => void response.writeHead(429, { 'retry-after': '1' }).end();
    observe(1);
    await client.flush();
    door.answer = null;
    const started = performance.now();
    for (let n = 0; n < 20; n++) await client.flush();
    expect(door.arrived).toHaveLength(1);
    expect(client.stats().isPaused).toBe(true);
    expect(await requestsAt(door, client, 1)).toHaveLength(1);
    expect(performance.now() - started).toBeGreaterThan(900);
  });

  it.each([400, 401, 403, 413, 301])(
    'drops a batch that is answered %s, counts it and says so once',
    async (status) => {
      const errors: Error[] = [];
      client = clientOf(door, { onError: (error) => errors.push(error) });
      door.answer = (_, response) => void response.writeHead(status).end('no');
      observe(3);
      await client.flush();
      observe(4);
      await client.flush();
      expect(client.stats()).toMatchObject({ dropped: 7, queued: 0 });
      expect(errors).toHaveLength(1);
      expect(errors[0]!.message).toContain(String(status));
      door.answer = null;
      observe(1);
      await client.flush();
      expect(door.dropped()).toBe(7);
      observe(1);
      await client.flush();
      expect(door.dropped()).toBe(7);
    },
  );

  it('leaves a platform alone that fails again and again', async () => {
    client = clientOf(door, { transport: { maxPauseMs: 60_000 } });
    door.answer = (_, response) => void response.writeHead(500).end();
    observe(1);
    for (let n = 0; n < 50; n++) await client.flush();
    expect(door.arrived).toHaveLength(5);
    expect(client.stats()).toMatchObject({ isPaused: true, queued: 1 });
  });

  it.each([
    ['the client is closed', () => client.close(2_000)],
    ['the process ends', () => process.emit('beforeExit', 0)],
  ])('tries a platform that it left alone once more when %s', async (_, end) => {
    client = clientOf(door, { transport: { maxPauseMs: 60_000 } });
    door.answer = (_, response) => void response.writeHead(500).end();
    observe(3);
    for (let n = 0; n < 10; n++) await client.flush();
    expect(client.stats()).toMatchObject({ isPaused: true, queued: 3 });
    door.answer = null;
    await end();
    await vi.waitFor(() => expect(door.requests()).toHaveLength(3));
    expect(client.stats()).toMatchObject({ queued: 0, dropped: 0 });
  });

  it('bounds what waits, counts what it drops and tells the platform of it', async () => {
    client = clientOf(door, { snapshots: false, transport: { maxQueue: 50 } });
    door.answer = () => {};
    observe(80);
    partsOf(client)!.observer.drain();
    expect(client.stats()).toMatchObject({ queued: 50, dropped: 30, observed: 80 });
    door.answer = null;
    expect(await requestsAt(door, client, 50)).toHaveLength(50);
    expect(door.dropped()).toBe(30);
  });

  it('leaves contents out before it drops, from half a queue on', async () => {
    client = clientOf(door, { transport: { maxQueue: 100, maxAgeMs: 60_000 } });
    observe(100);
    partsOf(client)!.observer.drain();
    expect(client.stats()).toMatchObject({ queued: 100, dropped: 0, withoutContents: 50 });
    await client.flush();
    expect(door.requests().filter(({ snapshot }) => snapshot === false)).toHaveLength(50);
  });

  it('survives a platform that nobody answers for', async () => {
    client = clientOf({ url: await closedDoor() });
    observe(10);
    await client.flush();
    expect(client.stats()).toMatchObject({ queued: 10, sent: 0 });
    expect(await client.close(50)).toEqual({ lost: 10 });
    observe(1);
    expect(client.stats().dropped).toBe(10);
    await sleep(5);
    expect(client.stats().dropped).toBe(11);
  });

  it('keeps errors and scales what it samples', async () => {
    client = clientOf(door, { sampleRate: 0.25, transport: { timeoutMs: 20_000 } });
    observe(8_000);
    observe(100, 404);
    await client.flush();
    const requests = door.requests();
    expect(requests.filter(({ statusCode }) => statusCode === 404).map(({ weight }) => weight ?? 1)).toEqual(
      Array.from({ length: 100 }, () => 1),
    );
    const scaled = requests.filter(({ statusCode }) => statusCode === 200);
    expect(scaled.every(({ weight }) => weight === 4)).toBe(true);
    expect(scaled.length * 4).toBeGreaterThan(7_300);
    expect(scaled.length * 4).toBeLessThan(8_700);
  });

  it.each([
    [{ url: 'not a url' }, 'url'],
    [{ service: '' }, 'service'],
    [{ sampleRate: 2 }, 'sampleRate'],
    [{ bodies: ['xml' as 'json'] }, 'bodies'],
    [{ trustedProxies: ['nonsense'] }, 'trustedProxies'],
    [{ transport: { maxBatch: 5_000 } }, 'transport.maxBatch'],
  ])('with options it cannot work with it observes nothing and says why: %j', (options, name) => {
    const errors: Error[] = [];
    client = clientOf(door, { ...options, onError: (error) => errors.push(error) });
    expect(partsOf(client)).toBeNull();
    expect(errors.map(({ message }) => message.split(':')[0])).toEqual([name]);
  });
});
