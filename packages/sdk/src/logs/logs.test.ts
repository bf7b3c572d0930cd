import { once } from 'node:events';
import express from 'express';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { apiscopeExpress } from '../adapters/express.ts';
import type { Apiscope } from '../client.ts';
import { clientOf, type Door, logsAt, openDoor, requestsAt } from '../testing/open-door.ts';
import { type Served, serve } from '../testing/serve.ts';
import { bridgeConsole } from './console.ts';
import { formatMessage } from './format-message.ts';
import apiscopeTransport, { apiscopePino, requestIds } from './pino.ts';
import { readPinoLine } from './read-pino-line.ts';

let door: Door;
let client: Apiscope;
let served: Served | null = null;
beforeEach(async () => {
  door = await openDoor();
  client = clientOf(door);
});
afterEach(async () => {
  await served?.close();
  served = null;
  await client.close(500);
  await door.close();
});

/** A console that writes into a list. */
function fakeConsole() {
  const written: unknown[][] = [];
  const write = (...args: unknown[]) => void written.push(args);
  return { written, trace: write, debug: write, log: write, info: write, warn: write, error: write };
}

describe('pino in the host’s thread', () => {
  it('sends lines with level, name and redacted meta, joined with the request they were written in', async () => {
    const log = pino({ name: 'shop', level: 'trace' }, apiscopePino(client));
    const app = express();
    app.use(apiscopeExpress(client));
    app.get('/orders/:id', async (request, response) => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      log.warn({ order: request.params.id, password: 'hunter2' }, 'slow order, token=abc');
      response.send('ok');
    });
    served = await serve(app);
    const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
    const ask = (id: string, headers: HeadersInit) => fetch(`${served!.url}/orders/${id}`, { headers });
    await Promise.all([ask('1', { 'x-request-id': 'req-1', traceparent }), ask('2', {})]);
    log.error(new TypeError('boom'));
    const logs = await logsAt(door, client, 3);
    const requests = await requestsAt(door, client, 2);
    expect(door.arrived.find(({ batch }) => batch.logs)!.path).toBe('/ingest/logs');
    const [first, second] = ['1', '2'].map(
      (id) => logs.find(({ meta }) => (meta as { order?: string })?.order === id)!,
    );
    expect(first).toMatchObject({
      level: 'warn',
      source: 'shop',
      message: 'slow order, token=[redacted]',
      meta: { order: '1', password: '[redacted]' },
      requestId: 'req-1',
      traceId: 'a'.repeat(32),
    });
    expect(requests.map(({ requestId }) => requestId).sort()).toEqual(
      [first!.requestId, second!.requestId].sort(),
    );
    expect(second!.requestId).toMatch(/^[0-9a-f-]{36}$/);
    const error = logs.find(({ level }) => level === 'error')!;
    expect(error).toMatchObject({ message: 'boom', meta: { err: { type: 'TypeError' } } });
    expect(error).not.toHaveProperty('requestId');
  });

  it('is a destination where pino is given nothing else', async () => {
    const log = pino(apiscopePino(client));
    log.info('alone');
    expect(await logsAt(door, client, 1)).toMatchObject([{ message: 'alone' }]);
  });

  it('hands ids to lines that another thread sends', async () => {
    const lines: string[] = [];
    const log = pino({ mixin: requestIds(client) }, { write: (line) => void lines.push(line) });
    const app = express();
    app.use(apiscopeExpress(client));
    app.get('/', (_, response) => {
      log.info('inside');
      response.send('ok');
    });
    served = await serve(app);
    await fetch(served.url, { headers: { 'x-request-id': 'req-9' } });
    log.info('outside');
    expect(lines.map((line) => readPinoLine(line)!.requestId)).toEqual(['req-9', undefined]);
  });
});

describe('pino’s transport', () => {
  it('sends what it is given before it ends, wherever the bytes are cut', async () => {
    const stream = apiscopeTransport({ url: door.url, service: 'worker', onError: () => {} });
    const lines = Array.from({ length: 30 }, (_, n) =>
      JSON.stringify({ level: 30, time: Date.now(), msg: `é ${n}` }),
    );
    const bytes = Buffer.from(lines.join('\n'));
    // Cut where it hurts: inside lines and characters.
    for (let at = 0; at < bytes.length; at += 37) stream.write(bytes.subarray(at, at + 37));
    stream.end();
    await once(stream, 'finish');
    expect(door.logs().map(({ message }) => message)).toEqual(lines.map((line) => JSON.parse(line).msg));
    expect(door.arrived[0]!.batch.service).toBe('worker');
  });
});

describe('the console', () => {
  it('writes as before, and its lines are sent until the bridge is taken away', async () => {
    const host = fakeConsole();
    const end = bridgeConsole(client, host);
    host.log('hello %s, %d items', 'ann', 3, { cart: 1 });
    host.error('failed:', new RangeError('boom'));
    host.debug('password=hunter2');
    end();
    host.warn('not sent');
    expect(host.written).toHaveLength(4);
    const logs = await logsAt(door, client, 3);
    expect(logs.map(({ level, source, message }) => [level, source, message])).toEqual([
      ['info', 'console', 'hello ann, 3 items {"cart":1}'],
      ['error', 'console', 'failed: RangeError: boom'],
      ['debug', 'console', 'password=[redacted]'],
    ]);
    expect(logs[1]!.meta).toMatchObject({
      err: { name: 'RangeError', stack: expect.stringContaining('boom') },
    });
  });

  it('does not send what sending itself makes the host write', async () => {
    const host = fakeConsole();
    const loud: typeof fetch = async (...args) => {
      host.log('fetching');
      const response = await fetch(...args);
      host.log('fetched');
      return response;
    };
    await client.close();
    client = clientOf(door, { transport: { fetch: loud } });
    const end = bridgeConsole(client, host);
    host.log('once');
    const logs = await logsAt(door, client, 1);
    for (let n = 0; n < 5; n++) await client.flush();
    end();
    expect(logs).toHaveLength(1);
    expect(door.logs()).toHaveLength(1);
    expect(host.written.length).toBeGreaterThan(2);
  });
});

describe('formatMessage', () => {
  const circular: Record<string, unknown> = {};
  circular.self = circular;
  it.each([
    [['100%'], '100%'],
    [['%s is %i%%', 'x', '42.9'], 'x is 42%'],
    [['%s %s', 'one'], 'one %s'],
    [[1, null, undefined, true], '1 null undefined true'],
    [['a', circular], 'a [unreadable]'],
    [[], ''],
  ] as [unknown[], string][])('%j is %s', (args, message) => {
    expect(formatMessage(args)).toEqual({ message });
  });
});

describe('readPinoLine', () => {
  it.each([
    [
      '{"level":"WARN","time":"2026-01-01T00:00:00Z","message":"m"}',
      { level: 'warn', at: 1767225600000, message: 'm' },
    ],
    ['{"level":35,"msg":"between"}', { level: 'info', message: 'between' }],
    ['{"level":90,"msg":{"a":1}}', { level: 'fatal', message: '{"a":1}' }],
    ['{"level":0,"msg":"x"}', { level: 'trace' }],
    ['not json', { level: 'info', message: 'not json', source: 'pino' }],
  ])('%s', (line, expected) => {
    expect(readPinoLine(line)).toMatchObject(expected);
  });

  it('has nothing to say of an empty line', () => {
    expect(readPinoLine('  \n')).toBeNull();
  });
});
