import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { createApp } from '../app.ts';
import { fakeDeps } from '../testing/fake-deps.ts';
import { parseEvents } from '../testing/parse-events.ts';

const { deps, collected } = fakeDeps();
const app = createApp(deps);
const both = 'application/json, text/event-stream';
const initialize = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'test', version: '1' } },
};
const ask = (message: unknown, headers: Record<string, string> = {}) =>
  app.request('/mcp', {
    method: 'POST',
    body: typeof message === 'string' ? message : JSON.stringify(message),
    headers: { 'content-type': 'application/json', accept: both, ...headers },
  });
const read = async (response: Response | Promise<Response>) => {
  const { status, headers } = await response;
  return { status, type: headers.get('content-type'), body: await (await response).json() };
};
const failure = (code: number) => ({
  jsonrpc: '2.0',
  id: null,
  error: { code, message: expect.any(String) },
});
const callTool = (name: string, args: object = {}) =>
  ask({ jsonrpc: '2.0', id: 2, method: 'tools/call', params: { name, arguments: args } });

describe('the protocol at /mcp', () => {
  it('answers one message with JSON, or with one event for whom names that first', async () => {
    expect(await read(ask(initialize))).toMatchObject({
      status: 200,
      type: 'application/json',
      body: {
        id: 1,
        result: { protocolVersion: '2025-11-25', serverInfo: { name: 'apiscope', version: '1.2.3' } },
      },
    });
    const streamed = await ask(initialize, { accept: 'text/event-stream, application/json' });
    expect(streamed.headers.get('content-type')).toBe('text/event-stream');
    const events = [];
    for await (const event of parseEvents(streamed.body!)) events.push(event);
    expect(events).toHaveLength(1);
    expect(JSON.parse(events[0]!.data!)).toMatchObject({ id: 1, result: { capabilities: { tools: {} } } });
    expect((await ask(initialize, { accept: '*/*' })).status).toBe(200);
  });

  it('negotiates older versions, and refuses a header that names one it does not know', async () => {
    const params = { ...initialize.params, protocolVersion: '2025-03-26' };
    expect((await read(ask({ ...initialize, params }))).body.result.protocolVersion).toBe('2025-03-26');
    const odd = { ...initialize.params, protocolVersion: '1999-01-01' };
    expect((await read(ask({ ...initialize, params: odd }))).body.result.protocolVersion).toBe('2025-11-25');
    const list = { jsonrpc: '2.0', id: 3, method: 'tools/list' };
    expect((await ask(list, { 'mcp-protocol-version': '2025-06-18' })).status).toBe(200);
    expect(await read(ask(list, { 'mcp-protocol-version': '1999-01-01' }))).toMatchObject({
      status: 400,
      body: failure(-32000),
    });
  });

  it('takes notifications without an answer, and pings', async () => {
    const notified = await ask({ jsonrpc: '2.0', method: 'notifications/initialized' });
    expect([notified.status, await notified.text()]).toEqual([202, '']);
    expect((await read(ask({ jsonrpc: '2.0', id: 9, method: 'ping' }))).body).toEqual({
      jsonrpc: '2.0',
      id: 9,
      result: {},
    });
    expect((await read(ask({ jsonrpc: '2.0', id: 9, method: 'resources/list' }))).body.error.code).toBe(
      -32601,
    );
  });

  it('keeps no sessions: 405 to GET and DELETE, 404 to a session it never gave', async () => {
    for (const method of ['GET', 'DELETE', 'PUT']) {
      const refused = await app.request('/mcp', { method, headers: { accept: 'text/event-stream' } });
      expect([method, refused.status, refused.headers.get('allow')]).toEqual([method, 405, 'POST']);
    }
    const odd = ask({ jsonrpc: '2.0', id: 1, method: 'ping' }, { 'mcp-session-id': 'elsewhere' });
    expect(await read(odd)).toMatchObject({ status: 404, body: failure(-32001) });
    expect((await ask(initialize)).headers.get('mcp-session-id')).toBeNull();
  });

  it.each([
    ['no JSON', '{"jsonrpc":', 400, -32700],
    ['nothing', '', 400, -32700],
    ['JSON that is no message', { hello: 1 }, 400, -32600],
    ['a message of another protocol', { jsonrpc: '1.0', id: 1, method: 'ping' }, 400, -32600],
    ['a batch', [initialize, initialize], 400, -32600],
    ['an empty batch', [], 400, -32600],
    ['more than a megabyte', { ...initialize, padding: 'x'.repeat(1_100_000) }, 413, -32000],
  ])('refuses %s', async (_, message, status, code) => {
    expect(await read(ask(message))).toMatchObject({ status, body: failure(code) });
  });

  it.each([
    ['tools/call', { name: 'search_logs', arguments: [] }, 'params.arguments: '],
    ['tools/call', { arguments: {} }, 'params.name: '],
    ['tools/list', { cursor: 5 }, 'params.cursor: '],
    ['initialize', { ...initialize.params, protocolVersion: 5 }, 'params.protocolVersion: '],
  ])('names the wrong parameter of %s %j', async (method, params, named) => {
    expect(await read(ask({ jsonrpc: '2.0', id: 'a', method, params }))).toMatchObject({
      status: 200,
      body: { id: 'a', error: { code: -32602, message: expect.stringMatching(`^${named}`) } },
    });
  });

  it('refuses other types, other codings, what unpacks into too much, and pages of other origins', async () => {
    expect(await read(ask(initialize, { 'content-type': 'text/plain' }))).toMatchObject({
      status: 415,
      body: failure(-32000),
    });
    expect(await read(ask(initialize, { 'content-encoding': 'br' }))).toMatchObject({
      status: 415,
      body: failure(-32000),
    });
    expect((await ask(initialize, { accept: 'application/json' })).status).toBe(406);
    const bomb = await app.request('/mcp', {
      method: 'POST',
      body: gzipSync(JSON.stringify({ ...initialize, padding: 'x'.repeat(5_000_000) })),
      headers: { 'content-type': 'application/json', 'content-encoding': 'gzip', accept: both },
    });
    expect(bomb.status).toBe(413);
    expect((await ask(initialize, { origin: 'https://evil.example' })).status).toBe(403);
    expect((await ask(initialize, { host: 'evil.example' })).status).toBe(403);
  });

  it('refuses a tool that is not there, and answers a failure of one as its result, without internals', async () => {
    expect((await read(callTool('drop_tables'))).body.error).toMatchObject({
      code: -32602,
      message: expect.stringContaining('drop_tables'),
    });
    for (const name of ['search_logs', 'metrics_summary']) {
      const { body } = await read(callTool(name));
      expect(body.result).toMatchObject({ isError: true });
      expect(body.result.content[0].text).toContain('SERVICE_UNAVAILABLE');
      expect(JSON.stringify(body)).not.toMatch(/ECONNREFUSED|\.ts:|stack/);
    }
    expect(collected.lines).toContainEqual(
      expect.objectContaining({ tool: 'search_logs', code: 'SERVICE_UNAVAILABLE' }),
    );
  });
});
