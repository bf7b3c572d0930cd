import { AppError } from '@apiscope/core/errors';
import type { Hono } from 'hono';
import { requireAccess } from '../access/require-access.ts';
import type { Deps } from '../deps.ts';
import { refuseOtherMethods } from '../http/answer-unmatched.ts';
import type { AppEnv } from '../http/app-env.ts';
import { openBody } from '../http/open-body.ts';
import { readJsonBody } from '../http/read-json-body.ts';
import { toAppError } from '../http/to-app-error.ts';
import { createContext } from '../trpc/create-context.ts';
import { rpcFailure } from './rpc-failure.ts';

const path = '/mcp';
/** Size of a message. */
const limit = { maxBytes: 1024 * 1024 };

/**
 * Serves Apiscope's own MCP server over Streamable HTTP. It keeps no sessions, so it has nothing to stream on GET nor to end on DELETE, and
 * says so with 405 as the protocol has it. An answer is JSON, or one event of a stream for whom names `text/event-stream` first.
 */
export function serveMcp(app: Hono<AppEnv>, deps: Deps): void {
  app.post(path, async (c) => {
    c.set('route', path);
    let message: unknown;
    try {
      requireAccess(c.var.actor, 'read');
      message = await readJsonBody(c.req.raw, { body: openBody(c.req.raw, limit), limit });
    } catch (error) {
      return rpcFailure(toAppError(error));
    }
    if (c.req.header('mcp-session-id') !== undefined)
      return rpcFailure(
        new AppError('NOT_FOUND', 'there are no sessions here: begin anew without mcp-session-id'),
      );
    if (message === undefined) return rpcFailure(new AppError('BAD_REQUEST', 'the body holds no message'));
    // Protocol and descriptions of the tools are loaded by the first agent that comes.
    const { answerMessage } = await import('./answer-message.ts');
    return answerMessage(c, { message, context: createContext(app, deps, c) });
  });
  refuseOtherMethods(app, [{ template: path, methods: ['POST'] }]);
}
