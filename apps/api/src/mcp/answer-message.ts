import { AppError } from '@apiscope/core/errors';
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js';
import { JSONRPCMessageSchema } from '@modelcontextprotocol/sdk/types.js';
import type { AppContext } from '../http/app-env.ts';
import type { Context } from '../trpc/context.ts';
import { createServer } from './create-server.ts';
import { rpcFailure } from './rpc-failure.ts';

/** What JSON-RPC calls a message that is none. */
const invalidRequest = -32_600;

/** Answers one message of an agent, as JSON or as the one event of a stream. */
export async function answerMessage(
  c: AppContext,
  { message, context }: { message: unknown; context: Context },
): Promise<Response> {
  const wrong = refuseMessage(message);
  if (wrong !== null) return rpcFailure(new AppError('BAD_REQUEST', wrong), invalidRequest);
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
