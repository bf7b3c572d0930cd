import { type IncomingHttpHeaders, type RequestListener, request } from 'node:http';
import { text as readText } from 'node:stream/consumers';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import express from 'express';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { apiscopeExpress } from './adapters/express.ts';
import type { Apiscope } from './client.ts';
import { partsOf } from './client-parts.ts';
import { clientOf, closedDoor, type Door, openDoor } from './testing/open-door.ts';
import { serve } from './testing/serve.ts';

/** Ways in which a platform takes nothing; what is given is where it then is. */
const states: Record<string, (door: Door) => string | Promise<string>> = {
  'is down': closedDoor,
  'answers 500': (door) => refusing(door, 500),
  'answers 429': (door) => refusing(door, 429, { 'retry-after': '1' }),
  'answers 401': (door) => refusing(door, 401),
  'is a page of somebody else': (door) => refusing(door, 200),
  hangs: (door) => {
    door.answer = () => {};
    return door.url;
  },
  'breaks off': (door) => {
    door.answer = (_, response) => void response.socket!.destroy();
    return door.url;
  },
};

function refusing(door: Door, status: number, headers: Record<string, string> = {}): string {
  door.answer = (_, response) => void response.writeHead(status, headers).end('<html>No</html>');
  return door.url;
}

/** A host with an answer of each kind: JSON, an echo in pieces, nothing, an error, no route. */
function hostOf(client: Apiscope | null): RequestListener {
  const app = express();
  if (client !== null) app.use(apiscopeExpress(client));
  app.get('/users/:id', (call, response) => void response.json({ id: call.params.id, name: 'Zoë' }));
  app.post('/echo', (call, response) => {
    response.setHeader('x-host', ['1', '2']);
    call.pipe(response);
  });
  app.delete('/users/:id', (_, response) => void response.status(204).end());
  app.get('/fails', (_call, _response, next) => next(new Error('out of order')));
  app.use(((_error, _call, response, _next) => {
    response.writeHead(500, 'Broken', { 'x-why': 'error' }).end('broken');
  }) as express.ErrorRequestHandler);
  return app;
}

type Answer = { status: string; headers: IncomingHttpHeaders; raw: string[]; body: string };

function ask(url: string, [method, path, body]: readonly [string, string, string?]): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const call = request(url + path, { method }, async (response) => {
      const { statusCode, statusMessage, headers, rawHeaders } = response;
      const raw = rawHeaders.filter((_, at, all) => all[at - (at % 2)] !== 'Date');
      resolve({
        status: `${statusCode} ${statusMessage}`,
        headers: { ...headers, date: undefined },
        raw,
        body: await readText(response),
      });
    });
    call.on('error', reject);
    call.end(body);
  });
}

const calls = Array.from({ length: 120 }, (_, n) => {
  const kinds = [
    ['GET', `/users/${n}?token=secret`],
    ['POST', '/echo', `body ${n} `.repeat(n * 20)],
    ['DELETE', `/users/${n}`],
    ['GET', '/fails'],
    ['HEAD', `/users/${n}`],
    ['GET', `/nothing/${n}`],
  ] as const;
  return kinds[n % kinds.length]!;
});

let door: Door;
beforeEach(async () => {
  door = await openDoor();
});
afterEach(() => door.close());

describe.each(Object.entries(states))('while the platform %s', (_, state) => {
  const maxQueue = 40;
  const start = async () =>
    clientOf(
      { url: await state(door) },
      { bodies: true, transport: { maxQueue, maxQueueCharacters: 30_000, maxBatch: 10, maxAgeMs: 5 } },
    );

  it('answers the same bytes as without the SDK, and counts what it loses', async () => {
    const client = await start();
    const [watched, bare] = [await serve(hostOf(client)), await serve(hostOf(null))];
    for (let from = 0; from < calls.length; from += 20) {
      const some = calls.slice(from, from + 20);
      const seen = await Promise.all(some.map((call) => ask(watched.url, call)));
      expect(seen).toEqual(await Promise.all(some.map((call) => ask(bare.url, call))));
    }
    await Promise.all([watched.close(), bare.close()]);
    partsOf(client)!.observer.drain();
    const { observed, sent, queued, dropped } = client.stats();
    expect({ observed, sent, known: queued + dropped }).toEqual({
      observed: calls.length,
      sent: 0,
      known: calls.length,
    });
    expect(queued).toBeLessThanOrEqual(maxQueue);
    expect(dropped).toBeGreaterThanOrEqual(calls.length - maxQueue);
    await client.close(50);
    expect(client.stats()).toMatchObject({ queued: 0, dropped: calls.length });
  });

  it('holds no more memory however long it lasts', async () => {
    const client = await start();
    observe(client, 2_000);
    const before = heapUsed();
    for (let n = 0; n < 10; n++) {
      observe(client, 2_000);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(client.stats()).toMatchObject({ observed: 22_000, sent: 0 });
    expect(client.stats().queued).toBeLessThanOrEqual(maxQueue);
    // Kept, those 20,000 would be 10 MB.
    expect(heapUsed() - before).toBeLessThan(3_000_000);
    await client.close(10);
  });
});

/** Requests with a header of 200 characters each, finished at once. */
function observe(client: Apiscope, count: number): void {
  const { observer } = partsOf(client)!;
  for (let n = 0; n < count; n++) {
    const headers = { 'x-filler': `${n}`.padEnd(200, '.') };
    const arrival = { method: 'GET', url: `/things/${n}`, headers, peerAddress: '127.0.0.1', raw: null };
    observer.end(observer.begin(arrival)!, {
      status: 200,
      duration: 1,
      route: '/things/{id}',
      requestSize: 0,
      responseSize: 2,
      responseHeaders: {},
      requestBody: null,
      responseBody: null,
    });
  }
  observer.drain();
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

function heapUsed(): number {
  collect();
  return process.memoryUsage().heapUsed;
}
