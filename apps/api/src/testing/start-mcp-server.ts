import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { z } from 'zod';

/** A server on a loopback port, and the requests that it got. */
export type LoopbackServer = {
  url: string;
  /** Method and headers of each request. */
  received: { method: string; headers: IncomingMessage['headers'] }[];
  close(): Promise<void>;
};

/** Serves with a handler of one's own. */
export async function startServer(
  handle: (request: IncomingMessage, response: ServerResponse) => void | Promise<void>,
): Promise<LoopbackServer> {
  const received: LoopbackServer['received'] = [];
  const server = createServer((request, response) => {
    received.push({ method: request.method!, headers: request.headers });
    void handle(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/mcp`,
    received,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A server of the official SDK with three tools: one that echoes, one that fails, one that answers a secret. */
export async function startMcpServer(
  options: { json?: boolean; sessions?: boolean; token?: string } = {},
): Promise<LoopbackServer> {
  const { json = false, sessions = false, token } = options;
  const open = new Map<string, StreamableHTTPServerTransport>();
  return startServer(async (request, response) => {
    if (token !== undefined && request.headers.authorization !== `Bearer ${token}`) {
      response.writeHead(401, { 'www-authenticate': 'Bearer realm="tools"' }).end();
      return;
    }
    const id = request.headers['mcp-session-id'];
    const known = typeof id === 'string' ? open.get(id) : undefined;
    if (known) return known.handleRequest(request, response);
    const transport = new StreamableHTTPServerTransport({
      enableJsonResponse: json,
      sessionIdGenerator: sessions ? () => `session-${crypto.randomUUID()}` : undefined,
      onsessioninitialized: (given) => {
        open.set(given, transport);
      },
      onsessionclosed: (given) => {
        open.delete(given);
      },
    });
    await makeTools(token ?? 'none').connect(transport);
    await transport.handleRequest(request, response);
  });
}

function makeTools(token: string): McpServer {
  const server = new McpServer(
    { name: 'tools', title: 'Tools of a test', version: '4.5.6' },
    { instructions: 'Ask for an echo.' },
  );
  server.registerTool(
    'echo',
    {
      title: 'Echo',
      description: 'Answers what it is told.',
      inputSchema: { text: z.string().describe('what to say'), times: z.number().int().optional() },
      annotations: { readOnlyHint: true },
    },
    ({ text, times = 1 }) => ({ content: [{ type: 'text', text: Array(times).fill(text).join(' ') }] }),
  );
  server.registerTool('fail', { description: 'Always fails.' }, () => {
    throw new Error('it never works');
  });
  server.registerTool(
    'leak',
    { description: 'Answers what nobody should see.', inputSchema: { token: z.string().optional() } },
    () => ({ content: [{ type: 'text', text: `you sent ${token}; password=hunter2` }] }),
  );
  return server;
}
