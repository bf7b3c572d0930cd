import { z } from 'zod';
import { headerIssue } from '../replay/header-issue.ts';
import { replayTiming } from '../replay/run-schema.ts';
import { headerMap } from '../replay/schema.ts';

/** Bounds of what is asked of an MCP server, and of what is shown of its answers. */
export const debugLimits = {
  url: 2_000,
  headerValue: 8_000,
  tool: 200,
  /** Arguments of a tool, characters of JSON. */
  arguments: 100_000,
  /** Tools that are shown, and the pages that are asked for them. */
  tools: 200,
  pages: 20,
  /** Characters shown of a body. */
  body: 16_384,
} as const;

/** Headers that Streamable HTTP gives a meaning of its own. */
const ofTheProtocol = new Set([
  'accept',
  'content-type',
  'last-event-id',
  'mcp-protocol-version',
  'mcp-session-id',
]);

const authHeader = z
  .strictObject({
    name: z.string().trim().max(200),
    value: z.string().trim().min(1).max(debugLimits.headerValue),
  })
  .superRefine(({ name, value }, context) => {
    const problem = ofTheProtocol.has(name.toLowerCase())
      ? 'is set by the protocol'
      : headerIssue(name, value);
    if (problem === null) return;
    context.addIssue({
      code: 'custom',
      path: [problem.startsWith('holds') ? 'value' : 'name'],
      message: problem,
    });
  })
  .describe('a header that proves who asks; neither stored nor shown');

export const debugInput = z.strictObject({
  url: z.string().trim().min(1).max(debugLimits.url).describe('address of the MCP server, http or https'),
  authHeader: authHeader.optional(),
  tool: z
    .string()
    .min(1)
    .max(debugLimits.tool)
    .optional()
    .describe('tool to call; none: its tools are listed'),
  arguments: z
    .record(z.string(), z.unknown())
    .refine(
      (value) => JSON.stringify(value).length <= debugLimits.arguments,
      `at most ${debugLimits.arguments} characters of JSON`,
    )
    .optional()
    .describe('arguments of the tool, by name'),
});
export type DebugInput = z.infer<typeof debugInput>;

/** What a server says of one of its tools. */
export const debugTool = z.object({
  name: z.string(),
  title: z.string().nullable(),
  description: z.string().nullable(),
  inputSchema: z.unknown(),
  outputSchema: z.unknown(),
  annotations: z.unknown(),
});
export type DebugTool = z.infer<typeof debugTool>;

/** One request and what came of it. Secrets are masked, long bodies are cut. */
export const debugStep = z
  .object({
    name: z.string().describe('what was asked: a method of MCP, or the method of HTTP'),
    status: z
      .enum(['ok', 'failed', 'refused'])
      .describe('answered as the protocol has it; not so, `problem` says why; not sent at all'),
    problem: z.string().nullable(),
    request: z.object({
      method: z.string(),
      url: z.string(),
      headers: headerMap,
      body: z.string().nullable(),
    }),
    response: z
      .object({
        statusCode: z.number().int(),
        headers: headerMap,
        body: z.string().describe('as it came, secrets masked'),
        truncated: z.boolean().describe('only its beginning is shown'),
      })
      .nullable()
      .describe('null when there was none'),
    address: z.string().nullable().describe('IP address that was connected to'),
    timing: replayTiming.nullable(),
  })
  .meta({ id: 'McpDebugStep' });
export type DebugStep = z.infer<typeof debugStep>;

/** What came of talking to an MCP server. */
export const debugRun = z
  .object({
    status: z.enum(['ok', 'failed', 'refused']).describe('of the first step that is not ok'),
    problem: z.string().nullable().describe('of that step'),
    server: z
      .object({ name: z.string(), title: z.string().nullable(), version: z.string() })
      .nullable()
      .describe('as the server names itself'),
    protocolVersion: z.string().nullable(),
    hasSession: z.boolean().describe('whether the server keeps a session, which is ended in the end'),
    instructions: z.string().nullable(),
    tools: z.array(debugTool).describe(`the first ${debugLimits.tools}`),
    toolCount: z.number().int().describe('tools that were listed'),
    hasMoreTools: z.boolean().describe('true when there are tools that were not asked for'),
    result: z.unknown().describe('what the tool answered; null when none was called'),
    isError: z.boolean().describe('whether the tool says that it failed'),
    steps: z.array(debugStep),
  })
  .meta({ id: 'McpDebugRun' });
export type DebugRun = z.infer<typeof debugRun>;
