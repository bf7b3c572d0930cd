import { httpStatusOf } from '@apiscope/core/errors';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import {
  CallToolRequestSchema,
  type CallToolResult,
  ErrorCode,
  ListToolsRequestSchema,
  McpError,
} from '@modelcontextprotocol/sdk/types.js';
import { AjvJsonSchemaValidator } from '@modelcontextprotocol/sdk/validation/ajv';
import { toAppError } from '../http/to-app-error.ts';
import { appRouter } from '../router.ts';
import type { Context } from '../trpc/context.ts';
import { createCallerFactory } from '../trpc/init.ts';
import { procedureOf } from '../trpc/procedure-of.ts';
import { callTool } from './call-tool.ts';
import { describeTool, instructions, schemasOf } from './describe-tool.ts';
import { tools } from './tools.ts';

const createCaller = createCallerFactory(appRouter);

const served = tools.map((tool) => {
  const schemas = schemasOf(tool);
  return { tool, schemas, description: describeTool(tool, schemas) };
});
// Never asked, since no tool asks its user anything; without it each server would make one of its own.
const jsonSchemaValidator = new AjvJsonSchemaValidator();

/**
 * A server for one message, since none of its tools needs to know of another: any process can answer any request of a client. A tool is a
 * procedure, called as REST calls it, so its filters, errors and permissions are the same.
 */
export function createServer(ctx: Context, signal: AbortSignal): Server {
  const server = new Server(
    { name: 'apiscope', title: 'Apiscope', version: ctx.deps.settings.programVersion },
    { capabilities: { tools: {} }, instructions, jsonSchemaValidator },
  );
  server.setRequestHandler(ListToolsRequestSchema, () => ({
    tools: served
      .filter(({ schemas }) => ctx.actor.scopes.has(schemas.access))
      .map(({ description }) => description),
  }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }) => {
    const found = served.find(({ tool }) => tool.name === params.name);
    if (!found) throw new McpError(ErrorCode.InvalidParams, `there is no tool ${params.name.slice(0, 100)}`);
    const call = procedureOf(createCaller(ctx, { signal }), found.tool.procedure);
    const { redactor } = ctx.deps;
    try {
      return await callTool(found.tool, {
        call,
        asked: params.arguments ?? {},
        schemas: found.schemas,
        redactor,
      });
    } catch (error) {
      return toolFailure(error, ctx, found.tool.name);
    }
  });
  return server;
}

/** A failure as the result of a tool, so that the model reads it and can do better. */
function toolFailure(error: unknown, { log, deps }: Context, tool: string): CallToolResult {
  const { code, message, issues, cause } = toAppError(error);
  if (httpStatusOf[code] >= 500) log.error({ tool, code, err: cause }, 'tool failed');
  const said = { code, message, ...(issues && { issues }) };
  return { isError: true, content: [{ type: 'text', text: deps.redactor.text(JSON.stringify(said)) }] };
}
