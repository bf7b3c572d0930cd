import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createApp } from '../app.ts';
import { fakeDeps } from '../testing/fake-deps.ts';
import { openSocket } from '../testing/raw-request.ts';
import { type NodeServer, serveNode } from './node.ts';

let server: NodeServer;
beforeAll(async () => {
  const times = { maxHeadersMs: 400, maxBodyMs: 500, maxSilenceMs: 5_000 };
  server = await serveNode(createApp(fakeDeps().deps), { host: '127.0.0.1', port: 0, ...times });
});
afterAll(() => server.close(50));

/** Sends a byte every 50 ms for as long as it is let; others are answered meanwhile. */
async function drip(head: string, byte: string): Promise<{ ms: number; text: string }> {
  const socket = await openSocket(server.port);
  const start = performance.now();
  let text = '';
  let isClosed = false;
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  socket.once('close', () => {
    isClosed = true;
  });
  socket.write(head);
  while (!isClosed && performance.now() - start < 4_000) {
    socket.write(byte);
    await sleep(50);
    expect((await fetch(`http://127.0.0.1:${server.port}/health/live`)).status).toBe(200);
  }
  socket.destroy();
  return { ms: performance.now() - start, text };
}

it('ends clients whose headers, or whose body, come drop by drop, and serves the others meanwhile', async () => {
  const headers = await drip('GET /info HTTP/1.1\r\nhost: localhost\r\nx-drip: ', 'a');
  expect(headers.ms).toBeLessThan(2_000);
  expect(headers.text).toContain('408');
  const nothing = await drip('', '');
  expect(nothing.ms).toBeLessThan(2_000);
  const head =
    'POST /api/v1/users HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n';
  const body = await drip(head, ' ');
  expect(body.ms).toBeLessThan(2_000);
  expect(body.text).toContain('408');
}, 20_000);

it('lets lines that come one by one go on', async () => {
  const head =
    'POST /logs HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/x-ndjson\r\ntransfer-encoding: chunked\r\n\r\n';
  const socket = await openSocket(server.port);
  let isClosed = false;
  socket.once('close', () => {
    isClosed = true;
  });
  socket.write(head);
  for (let n = 0; n < 20; n++) {
    socket.write('1\r\n \r\n');
    await sleep(60);
  }
  expect(isClosed).toBe(false);
  socket.destroy();
}, 20_000);

it('keeps a connection that is idle longer than headers may take, and answers on it', async () => {
  const socket = await openSocket(server.port);
  let text = '';
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  const ask = 'GET /health/live HTTP/1.1\r\nhost: localhost\r\n\r\n';
  socket.write(ask);
  await sleep(1_500);
  socket.write(ask);
  await sleep(500);
  socket.destroy();
  expect(text.match(/HTTP\/1\.1 200 /g)).toHaveLength(2);
  expect(text).toMatch(/^keep-alive: timeout=75\r$/im);
}, 20_000);
