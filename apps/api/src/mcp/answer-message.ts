import { AppError } from '@apiscope/core/errors';
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js';
import {
  CallToolRequestSchema,
  InitializeRequestSchema,
  JSONRPCMessageSchema,
  ListToolsRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';
import type { AppContext } from '../http/app-env.ts';
import type { Context } from '../trpc/context.ts';
import { createServer } from './create-server.ts';
import { rpcFailure } from './rpc-failure.ts';

/** What JSON-RPC calls a message that is none. */
const invalidRequest = -32_600;
/** And one whose parameters are not those of its method. */
const invalidParams = -32_602;

/** The messages that are served, by their methods: of wrong parameters the SDK says that it failed itself, in words for nobody. */
const requests = {
  initialize: InitializeRequestSchema,
  'tools/list': ListToolsRequestSchema,
  'tools/call': CallToolRequestSchema,
} as const;

/** Answers one message of an agent, as JSON or as the one event of a stream. */
export async function answerMessage(
  c: AppContext,
  { message, context }: { message: unknown; context: Context },
): Promise<Response> {
  const wrong = refuseMessage(message);
  if (wrong !== null) return rpcFailure(new AppError('BAD_REQUEST', wrong), invalidRequest);
  const { id, method } = message as { id?: unknown; method?: unknown };
  const wrongParams = refuseParams(id, method, message);
  if (wrongParams !== null)
    return c.json({ jsonrpc: '2.0', id, error: { code: invalidParams, message: wrongParams } });
  const server = createServer(context, c.req.raw.signal);
  const transport = new WebStandardStreamableHTTPServerTransport({
    enableJsonResponse: !prefersStream(c),
  });
  await server.connect(transport);
  return transport.handleRequest(withAccept(c), { parsedBody: message });
}

function refuseMessage(message: unknown): string | null {
  if (Array.isArray(message)) return 'one message a request: batches are not taken';
  return JSONRPCMessageSchema.safeParse(message).success ? null : 'the body is no message of JSON-RPC 2.0';
}

function refuseParams(id: unknown, method: unknown, message: unknown): string | null {
  if (id === undefined || typeof method !== 'string' || !Object.hasOwn(requests, method)) return null;
  const { error } = requests[method as keyof typeof requests].safeParse(message);
  return error ? error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ') : null;
}

function prefersStream(c: AppContext): boolean {
  const accept = c.req.header('accept') ?? '';
  const stream = accept.indexOf('text/event-stream');
  const json = accept.indexOf('application/json');
  return stream !== -1 && (json === -1 || stream < json);
}

/** What the transport looks at, without the body that was read. A client that takes anything takes both kinds. */
function withAccept(c: AppContext): Request {
  const headers = new Headers(c.req.raw.headers);
  if (/(?:^|,)\s*\*\/\*/.test(headers.get('accept') ?? '*/*'))
    headers.set('accept', 'application/json, text/event-stream');
  return new Request(c.req.url, { method: 'POST', headers });
}
