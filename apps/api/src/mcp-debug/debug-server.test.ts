import type { IncomingMessage, ServerResponse } from 'node:http';
import { systemClock } from '@apiscope/core/clock';
import type { DebugInput } from '@apiscope/core/mcp/debug-schema';
import { createRedactor } from '@apiscope/core/redact/redactor';
import { afterEach, describe, expect, it } from 'vitest';
import { type LoopbackServer, startMcpServer, startServer } from '../testing/start-mcp-server.ts';
import { debugServer } from './debug-server.ts';

const opened: LoopbackServer[] = [];
afterEach(async () => {
  for (const server of opened.splice(0)) await server.close();
});
const open = async (starting: Promise<LoopbackServer>) => {
  const server = await starting;
  opened.push(server);
  return server;
};

const redactor = createRedactor();
const debug = (input: DebugInput, { allowedCidrs = ['loopback'], stepMs = 5_000 } = {}) =>
  debugServer(
    {
      clock: systemClock,
      redactor,
      allowedCidrs,
      programVersion: '1.2.3',
      signal: undefined,
      timeouts: { step: stepMs, all: 10_000, end: 500 },
    },
    input,
  );
const names = ({ steps }: { steps: { name: string }[] }) => steps.map(({ name }) => name);
const handshake = ['initialize', 'notifications/initialized', 'tools/list'];

describe('a server of the official SDK', () => {
  it.each([
    ['JSON', { json: true }],
    ['streams', { json: false }],
  ])('answers with %s', async (_, options) => {
    const { url, received } = await open(startMcpServer(options));
    const run = await debug({ url, tool: 'echo', arguments: { text: 'hey', times: 2 } });
    expect(run).toMatchObject({
      status: 'ok',
      problem: null,
      server: { name: 'tools', title: 'Tools of a test', version: '4.5.6' },
      protocolVersion: '2025-11-25',
      hasSession: false,
      instructions: 'Ask for an echo.',
      toolCount: 3,
      hasMoreTools: false,
      result: { content: [{ type: 'text', text: 'hey hey' }] },
      isError: false,
    });
    expect(names(run)).toEqual([...handshake, 'tools/call']);
    expect(run.tools[0]).toMatchObject({
      name: 'echo',
      title: 'Echo',
      inputSchema: {
        properties: { text: { type: 'string', description: 'what to say' } },
        required: ['text'],
      },
      annotations: { readOnlyHint: true },
    });
    expect(received.map(({ headers }) => headers['mcp-protocol-version'])).toEqual([
      undefined,
      '2025-11-25',
      '2025-11-25',
      '2025-11-25',
    ]);
    const [first, second] = run.steps;
    expect(first).toMatchObject({
      request: { method: 'POST', url, headers: { accept: 'application/json, text/event-stream' } },
      response: { statusCode: 200, truncated: false },
      address: '127.0.0.1',
    });
    expect(JSON.parse(first!.request.body!)).toMatchObject({
      method: 'initialize',
      params: { clientInfo: { name: 'apiscope' } },
    });
    expect(first!.response!.body).toContain('"serverInfo"');
    expect(second!.response).toMatchObject({ statusCode: 202, body: '' });
    expect(first!.timing!.total).toBeGreaterThan(0);
  });

  it('keeps a session, whose id is sent and shown to nobody, and ends it', async () => {
    const { url, received } = await open(startMcpServer({ sessions: true }));
    const run = await debug({ url });
    expect([run.status, run.hasSession, run.result]).toEqual(['ok', true, null]);
    expect(names(run)).toEqual([...handshake, 'DELETE']);
    const ids = received.map(({ headers }) => headers['mcp-session-id']);
    expect(ids).toEqual([undefined, ids[1], ids[1], ids[1]]);
    expect(ids[1]).toMatch(/^session-/);
    expect(received.at(-1)!.method).toBe('DELETE');
    expect(JSON.stringify(run).includes(ids[1] as string)).toBe(false);
  });

  it('that asks for a key says so, and takes one that is nowhere in the answer', async () => {
    const token = 'canary-of-the-operator';
    const { url } = await open(startMcpServer({ token, json: true }));
    const refused = await debug({ url });
    expect(refused).toMatchObject({
      status: 'failed',
      problem: expect.stringContaining('Bearer realm="tools"'),
    });
    expect(names(refused)).toEqual(['initialize']);
    const run = await debug({
      url,
      tool: 'leak',
      authHeader: { name: 'Authorization', value: `Bearer ${token}` },
    });
    expect(run.status).toBe('ok');
    expect(JSON.stringify(run).includes(token)).toBe(false);
    expect(JSON.stringify(run)).not.toContain('hunter2');
    expect(run.result).toEqual({
      content: [{ type: 'text', text: 'you sent [redacted]; password=[redacted]' }],
    });
    // What a schema calls a token is none.
    expect(run.tools.find(({ name }) => name === 'leak')!.inputSchema).toMatchObject({
      properties: { token: { type: 'string' } },
    });
  });

  it('that sends a password back, unwrapped, is masked as well', async () => {
    const { url } = await open(
      startServer((_, response) => {
        const error = { code: 1, message: 'wrong password hunterzq for user adalovelace:hunterzq' };
        json(response, { jsonrpc: '2.0', id: 1, error });
      }),
    );
    const value = `Basic ${Buffer.from('adalovelace:hunterzq').toString('base64')}`;
    const run = await debug({ url, authHeader: { name: 'authorization', value } });
    expect(run.problem).toContain('error 1');
    expect(JSON.stringify(run).includes('hunterzq')).toBe(false);
  });

  it('tells what a tool says of its failure, and of one that is not there', async () => {
    const { url } = await open(startMcpServer({ json: true }));
    const failed = await debug({ url, tool: 'fail' });
    expect(failed).toMatchObject({
      status: 'ok',
      isError: true,
      result: { content: [{ text: 'it never works' }] },
    });
    const missing = await debug({ url, tool: 'nothing' });
    expect(JSON.stringify(missing.result ?? missing.problem)).toContain('nothing');
  });
});

type Handler = (request: IncomingMessage, response: ServerResponse) => void;
const hostile = (handle: Handler) => open(startServer(handle));
const json = (response: ServerResponse, body: unknown, headers: Record<string, string> = {}) =>
  response
    .writeHead(200, { 'content-type': 'application/json', ...headers })
    .end(typeof body === 'string' ? body : JSON.stringify(body));

/** Behaves until `tools/list`, which the test answers. */
const listing = (answer: (params: { cursor?: string }, response: ServerResponse, id: number) => void) =>
  hostile((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const { id, method, params } = JSON.parse(Buffer.concat(chunks).toString());
      if (id === undefined) return response.writeHead(202).end();
      if (method === 'tools/list') return answer(params, response, id);
      const result = {
        protocolVersion: '2025-06-18',
        capabilities: {},
        serverInfo: { name: 'h', version: '1' },
      };
      return json(response, { jsonrpc: '2.0', id, result });
    });
  });

describe('a hostile server', () => {
  it.each([
    [
      'http://127.0.0.1:4/mcp',
      'loopback address; whoever runs Apiscope can allow it by REPLAY_ALLOWED_CIDRS',
    ],
    ['http://169.254.169.254/latest/meta-data', 'metadata service'],
    ['http://[::ffff:10.0.0.1]/mcp', 'private address'],
    ['http://localhost:3000/mcp', 'localhost leads to'],
    ['file:///etc/passwd', 'only http and https'],
    ['http://user:pass@example.com/mcp', 'a user or a password'],
    ['nonsense', 'no URL'],
  ])('at %s is not reached', async (url, reason) => {
    const run = await debug({ url }, { allowedCidrs: [] });
    expect(run).toMatchObject({ status: 'refused', problem: expect.stringContaining(reason), server: null });
    expect(run.steps).toMatchObject([{ status: 'refused', response: null, address: null, timing: null }]);
  });

  it('that redirects to the metadata service is not followed', async () => {
    const { url } = await hostile((_, response) => {
      response.writeHead(307, { location: 'http://169.254.169.254/latest/?token=abc' }).end();
    });
    const run = await debug({ url });
    expect(run).toMatchObject({
      status: 'failed',
      problem: expect.stringContaining('redirects are not followed'),
    });
    expect([run.steps.length, run.problem!.includes('abc')]).toEqual([1, false]);
  });

  it.each<[string, Handler, string]>([
    ['no JSON', (_, response) => json(response, '{"jsonrpc"'), 'not valid JSON'],
    ['JSON-RPC 1.0', (_, response) => json(response, { id: 1, result: {} }), 'no reply of JSON-RPC 2.0'],
    [
      'another id',
      (_, response) => json(response, { jsonrpc: '2.0', id: 7, result: {} }),
      'answered the id 7, where 1',
    ],
    [
      'an error',
      (_, response) => json(response, { jsonrpc: '2.0', id: 1, error: { code: -32602, message: 'no' } }),
      'error -32602: no',
    ],
    [
      'an error without id',
      (_, response) => json(response, { jsonrpc: '2.0', id: null, error: { code: -32700, message: 'bad' } }),
      'error -32700: bad',
    ],
    ['a list', (_, response) => json(response, { jsonrpc: '2.0', id: 1, result: [] }), 'no object'],
    [
      'no version',
      (_, response) => json(response, { jsonrpc: '2.0', id: 1, result: {} }),
      'names no protocolVersion',
    ],
    [
      'a future version',
      (_, response) => json(response, { jsonrpc: '2.0', id: 1, result: { protocolVersion: '2099-01-01' } }),
      'wants protocol 2099-01-01',
    ],
    [
      'a page',
      (_, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<p>'),
      'text/html',
    ],
    [
      'a status',
      (_, response) =>
        void response
          .writeHead(500, { 'content-type': 'application/json' })
          .end('{"jsonrpc":"2.0","id":1,"error":{"code":1,"message":"broken"}}'),
      'status 500; the server answered with error 1: broken',
    ],
    [
      'half an answer',
      (_, response) => {
        response
          .writeHead(200, { 'content-type': 'application/json', 'content-length': '100' })
          .write('{', () => response.destroy());
      },
      'content-length',
    ],
    [
      'a stream that ends',
      (_, response) =>
        void response.writeHead(200, { 'content-type': 'text/event-stream' }).end(': hello\n\n'),
      'ended without a reply',
    ],
    [
      'a stream of garbage',
      (_, response) =>
        void response.writeHead(200, { 'content-type': 'text/event-stream' }).end('data: {\n\n'),
      'holds no JSON',
    ],
    [
      'a deep answer',
      (_, response) =>
        json(
          response,
          `{"jsonrpc":"2.0","id":1,"result":{"protocolVersion":${'['.repeat(50_000)}${']'.repeat(50_000)}}}`,
        ),
      'names no protocolVersion',
    ],
  ])('that answers %s is told so', async (_, handle, problem) => {
    const { url } = await hostile(handle);
    const run = await debug({ url });
    expect(run).toMatchObject({
      status: 'failed',
      problem: expect.stringContaining(problem),
      tools: [],
      result: null,
    });
    expect(names(run)).toEqual(['initialize']);
    expect(run.steps[0]!.response).not.toBeNull();
  });

  it('is left when it sends more than is read, in a stream or not, and when it says nothing', async () => {
    const pour =
      (type: string, line: string): Handler =>
      (request, response) => {
        response.writeHead(200, { 'content-type': type });
        const write = () => {
          while (response.write(line));
          response.once('drain', write);
        };
        write();
        request.socket.once('close', () => response.removeAllListeners('drain'));
      };
    const before = process.memoryUsage().rss;
    for (const [type, line] of [
      ['application/json', 'x'.repeat(65_536)],
      [
        'text/event-stream',
        `data: {"jsonrpc":"2.0","method":"notifications/message","params":{"data":"${'y'.repeat(1_000)}"}}\n\n`,
      ],
      ['text/event-stream', 'z'.repeat(65_536)],
    ] as const) {
      const { url } = await hostile(pour(type, line));
      const run = await debug({ url });
      expect(run.problem).toBe('the answer is too long to be read whole');
      expect(run.steps[0]!.response).toMatchObject({ truncated: true });
      expect(JSON.stringify(run).length).toBeLessThan(40_000);
    }
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024);
    const silent = await hostile((_, response) => {
      response
        .writeHead(200, { 'content-type': 'text/event-stream' })
        .write('data: {"jsonrpc":"2.0","method":"n"}\n\n');
    });
    const waited = await debug({ url: silent.url }, { stepMs: 300 });
    expect(waited).toMatchObject({ status: 'failed', problem: 'no whole answer within 300 ms' });
    expect(waited.steps[0]!.response).toMatchObject({
      statusCode: 200,
      body: expect.stringContaining('"method":"n"'),
    });
  }, 20_000);

  it('need not end its stream once the reply is there', async () => {
    const { url } = await hostile((request, response) => {
      request.resume().on('end', () => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write('event: message\r\ndata: {"jsonrpc":"2.0","method":"notifications/progress"}\r\n\r\n');
        response.write('data: {"jsonrpc":"2.0","id":1,\r\ndata: "result":{"protocolVersion":"1"}}\r\n\r\n');
      });
    });
    const run = await debug({ url });
    expect(run.problem).toContain('wants protocol 1;');
    expect(run.steps[0]!.timing!.total).toBeLessThan(2_000);
  });

  it('with ten thousand tools is shown in part, page by page, and not for ever', async () => {
    const tool = (name: string) => ({ name, inputSchema: { type: 'object' } });
    const many = Array.from({ length: 10_000 }, (_, index) => tool(`tool_${index}`));
    const atOnce = await listing((_, response, id) =>
      json(response, { jsonrpc: '2.0', id, result: { tools: many } }),
    );
    const all = await debug({ url: atOnce.url });
    expect(all).toMatchObject({ status: 'ok', toolCount: 10_000, hasMoreTools: false });
    expect(all.tools).toHaveLength(200);
    const paged = await listing(({ cursor = '0' }, response, id) =>
      json(response, {
        jsonrpc: '2.0',
        id,
        result: { tools: [tool(`tool_${cursor}`)], nextCursor: `${Number(cursor) + 1}` },
      }),
    );
    const pages = await debug({ url: paged.url });
    expect(pages).toMatchObject({ status: 'ok', toolCount: 20, hasMoreTools: true });
    const circle = await listing((_, response, id) =>
      json(response, { jsonrpc: '2.0', id, result: { tools: [], nextCursor: 'a' } }),
    );
    expect((await debug({ url: circle.url })).problem).toContain('no end');
    const nameless = await listing((_, response, id) =>
      json(response, { jsonrpc: '2.0', id, result: { tools: [{}] } }),
    );
    expect((await debug({ url: nameless.url })).problem).toContain('have no name');
    const huge = await listing((_, response, id) =>
      json(response, {
        jsonrpc: '2.0',
        id,
        result: {
          tools: Array.from({ length: 150 }, (__, n) => ({
            name: `t${n}`,
            inputSchema: { title: 'x'.repeat(25_000) },
          })),
        },
      }),
    );
    expect(JSON.stringify(await debug({ url: huge.url })).length).toBeLessThan(800_000);
  });

  it('of the older transport is told from a broken one', async () => {
    const { url } = await hostile((request, response) => {
      if (request.method !== 'GET') return void response.writeHead(405, { allow: 'GET' }).end();
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('event: endpoint\ndata: /messages?session=1\n\n');
    });
    const run = await debug({ url });
    expect(run.problem).toContain('HTTP+SSE of protocol 2024-11-05');
    expect(names(run)).toEqual(['initialize', 'GET']);
    const other = await hostile((_, response) => void response.writeHead(404).end());
    expect((await debug({ url: other.url })).problem).toContain('404');
  });

  it('gives a session id that would break a header, and gets none back', async () => {
    const { url, received } = await hostile((request, response) => {
      request.resume().on('end', () => {
        const result = {
          protocolVersion: '2025-06-18',
          capabilities: {},
          serverInfo: { name: 'h', version: '1' },
        };
        json(response, { jsonrpc: '2.0', id: 1, result }, { 'mcp-session-id': 'a b\u00e9' });
      });
    });
    const run = await debug({ url });
    expect(run.hasSession).toBe(false);
    expect(received.every(({ headers }) => headers['mcp-session-id'] === undefined)).toBe(true);
  });

  it('that nobody listens at, or that no name leads to, is a result', async () => {
    const { url, close } = await startServer(() => {});
    await close();
    expect(await debug({ url })).toMatchObject({
      status: 'failed',
      problem: expect.stringContaining('ECONNREFUSED'),
    });
    expect((await debug({ url: 'http://no-such-name.invalid/mcp' })).status).toBe('failed');
  });
});
