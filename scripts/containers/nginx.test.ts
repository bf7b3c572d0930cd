import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ndjsonLimits } from '../../apps/api/src/logs/ndjson.ts';
import { hasNginx, type Nginx, runNginx } from '../../apps/api/src/stream/testing/start-nginx.ts';
import { readGeoHeaders } from '../../packages/core/src/geo/geo-headers.ts';
import { renderNginx } from './render-nginx.ts';

const written = readFileSync(join(import.meta.dirname, '../../deploy/nginx.conf'), 'utf8');

it('lets through what the API takes at most, and little more', () => {
  const [, mebibytes] = /client_max_body_size (\d+)m;/.exec(written)!;
  const above = Number(mebibytes) * 1024 ** 2 - ndjsonLimits.body;
  expect(above).toBeGreaterThan(0);
  expect(above).toBeLessThan(16 * 1024 ** 2);
});

describe.skipIf(!hasNginx)(
  'deploy/nginx.conf in front of two processes (skipped where nginx is absent)',
  () => {
    let nginx: Nginx;
    const servers: Server[] = [];
    let seen: IncomingMessage[] = [];
    let answer: (request: IncomingMessage, response: ServerResponse) => void;
    const fine = (_: IncomingMessage, response: ServerResponse) => void response.end('fine');

    beforeAll(async () => {
      answer = fine;
      for (let each = 0; each < 2; each++) {
        const server = createServer((incoming, response) => {
          seen.push(incoming);
          answer(incoming, response);
        }).listen(0, '127.0.0.1');
        await once(server, 'listening');
        servers.push(server);
      }
      const ports = servers.map((server) => (server.address() as AddressInfo).port);
      nginx = await runNginx((given) => renderNginx({ ...given, ports }));
    });
    beforeEach(() => {
      seen = [];
      answer = fine;
    });
    afterAll(async () => {
      await nginx.stop();
      for (const server of servers) {
        server.close();
        server.closeAllConnections();
      }
    });

    /** The first process that is asked cuts the connection, any other answers. */
    const failOnce = () => {
      answer = (incoming, response) =>
        seen.length === 1 ? incoming.socket.destroy() : fine(incoming, response);
    };

    it.each(['GET', 'HEAD', 'OPTIONS'])('asks the other process where one fails: %s', async (method) => {
      failOnce();
      expect((await fetch(nginx.origin, { method })).status).toBe(200);
      expect(seen).toHaveLength(2);
    });

    it.each(['POST', 'PATCH', 'PUT', 'DELETE'])(
      'sends nothing twice that changes something: %s',
      async (method) => {
        failOnce();
        const body = method === 'DELETE' ? null : 'x';
        const refused = await fetch(nginx.origin, { method, body });
        expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
        expect(await refused.json()).toMatchObject({
          data: null,
          error: { code: 'SERVICE_UNAVAILABLE' },
          metadata: null,
        });
        expect(seen.map((each) => each.method)).toEqual([method]);
      },
    );

    it.each(['POST', 'PUT'])('hands a body on as it was sent: %s', async (method) => {
      answer = (incoming, response) => void incoming.pipe(response);
      const body = 'line\n'.repeat(400_000);
      const echoed = await fetch(`${nginx.origin}/logs?a=b%2F`, { method, body });
      expect(await echoed.text()).toBe(body);
      expect(seen.map(({ url }) => url)).toEqual(['/logs?a=b%2F']);
    });

    it('leaves the failures of the API to the API', async () => {
      answer = (_, response) => void response.writeHead(503, { 'retry-after': '1' }).end('its own');
      const refused = await fetch(nginx.origin);
      expect([refused.headers.get('retry-after'), await refused.text()]).toEqual(['1', 'its own']);
      expect(seen).toHaveLength(1);
    });

    it('passes each event on at once', async () => {
      let stream: ServerResponse | undefined;
      answer = (_, response) => {
        stream = response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write('data: 1\n\n');
      };
      const reader = (await fetch(nginx.origin)).body!.getReader();
      for (const number of [1, 2, 3]) {
        const { value } = await reader.read();
        expect(new TextDecoder().decode(value)).toBe(`data: ${number}\n\n`);
        stream!.write(`data: ${number + 1}\n\n`);
      }
      await reader.cancel();
    });

    it('takes no more of an answer than its reader does', async () => {
      const most = 128 * 1024 ** 2;
      const piece = Buffer.alloc(64 * 1024);
      let written = 0;
      answer = (_, response) => {
        const write = () => {
          while (written < most) {
            written += piece.length;
            if (!response.write(piece)) return void response.once('drain', write);
          }
          response.end();
        };
        write();
      };
      const asking = request(nginx.origin).end();
      const [response] = (await once(asking, 'response')) as [IncomingMessage];
      // Buffered, it would all be on nginx's disk, which is memory in a container that writes to none.
      await sleep(2_000);
      expect(written).toBeLessThan(most / 2);
      response.destroy();
    });

    it('passes lines on while they are sent', async () => {
      const lines = new Promise<string>((resolve) => {
        answer = (incoming, response) => {
          incoming.once('data', (piece: Buffer) => resolve(piece.toString()));
          incoming.once('end', () => fine(incoming, response));
        };
      });
      const sending = request(nginx.origin, { method: 'POST' });
      const answered = once(sending, 'response');
      sending.write('{"message":"first"}\n');
      expect(await Promise.race([lines, sleep(5_000)])).toBe('{"message":"first"}\n');
      sending.end();
      const [response] = (await answered) as [IncomingMessage];
      response.resume();
      expect(response.statusCode).toBe(200);
    });

    it('says who asks, whatever the client says of itself', async () => {
      const names: string[] = [];
      readGeoHeaders((name) => void names.push(name));
      expect(names.length).toBeGreaterThan(20);
      const forged = Object.fromEntries(names.map((name) => [name, 'DE']));
      const headers = {
        ...forged,
        'x-forwarded-for': '203.0.113.9',
        forwarded: 'for=203.0.113.9',
        cookie: 'a=b',
      };
      await fetch(nginx.origin, { headers });
      const got = seen[0]!.headers;
      expect(Object.keys(got).filter((name) => names.includes(name))).toEqual([]);
      expect(got).toMatchObject({
        host: new URL(nginx.origin).host,
        'x-forwarded-for': '127.0.0.1',
        'x-forwarded-proto': 'http',
        cookie: 'a=b',
      });
      expect(got.forwarded).toBeUndefined();
    });
  },
);
