import type { Clock } from '@apiscope/core/clock';
import { createCidrSet } from '@apiscope/core/geo/cidr-set';
import { type DebugInput, type DebugRun, debugLimits } from '@apiscope/core/mcp/debug-schema';
import type { Redactor } from '@apiscope/core/redact/redactor';
import { LATEST_PROTOCOL_VERSION, SUPPORTED_PROTOCOL_VERSIONS } from '@modelcontextprotocol/sdk/types.js';
import { shortenValue } from '../mcp/shorten-value.ts';
import { listTools, type ToolList } from './list-tools.ts';
import { createTrafficMask } from './mask-traffic.ts';
import { debugTimeouts, openSession, type Session } from './open-session.ts';

/** Characters of JSON that are shown of what a tool answered. */
const maxResult = 200_000;

export type DebugDeps = {
  clock: Pick<Clock, 'monotonic'>;
  redactor: Redactor;
  /** Addresses that may be reached although they are not public. */
  allowedCidrs: readonly string[];
  programVersion: string;
  signal: AbortSignal | undefined;
  timeouts?: typeof debugTimeouts;
};

const oldTransport =
  'the server speaks the transport HTTP+SSE of protocol 2024-11-05, which Streamable HTTP has replaced; only that one is spoken here';

/**
 * Talks to an MCP server as a client does: `initialize`, `notifications/initialized`, `tools/list` and, when a tool is named,
 * `tools/call`; a session is ended at last. The first step that fails is the last but for that. Throws for nothing that the server does.
 */
export async function debugServer(deps: DebugDeps, input: DebugInput): Promise<DebugRun> {
  const mask = createTrafficMask(deps.redactor);
  for (const secret of secretsOf(input.authHeader?.value ?? '')) mask.add(secret);
  const allowed = createCidrSet([...deps.allowedCidrs]);
  const road = { mask, allowed, clock: deps.clock, signal: deps.signal };
  const session = openSession(road, {
    ...input,
    userAgent: `Apiscope/${deps.programVersion}`,
    timeouts: deps.timeouts ?? debugTimeouts,
  });

  const greeting = await initialize(session, deps.programVersion);
  let list: ToolList | null = null;
  let answer: Record<string, unknown> | null = null;
  if (greeting && (await session.notify('notifications/initialized'))) {
    list = await listTools(session, mask);
    if (list && input.tool !== undefined)
      answer = await session.request('tools/call', { name: input.tool, arguments: input.arguments ?? {} });
  }
  await session.end();

  const wrong = session.steps.find(({ status }) => status !== 'ok');
  const info = (greeting?.serverInfo ?? {}) as Record<string, unknown>;
  const text = (value: unknown, max: number) =>
    typeof value === 'string' ? mask.text(value).slice(0, max) : null;
  return {
    status: wrong?.status ?? 'ok',
    problem: wrong?.problem ?? null,
    server: greeting && {
      name: text(info.name, 200) ?? 'without a name',
      title: text(info.title, 200),
      version: text(info.version, 200) ?? 'without a version',
    },
    protocolVersion: greeting && String(greeting.protocolVersion),
    hasSession: session.hasSessionId(),
    instructions: text(greeting?.instructions, debugLimits.body),
    tools: list?.tools ?? [],
    toolCount: list?.count ?? 0,
    hasMoreTools: list?.hasMore ?? false,
    result: answer && shortenValue(mask.json(answer), maxResult).value,
    isError: answer?.isError === true,
    steps: [...session.steps],
  };
}

/** What of an auth header a server may send back: all of it, what follows the scheme, and what Basic wraps. */
function secretsOf(value: string): string[] {
  const [, scheme = '', token = value] = /^(\S+)\s+(.*)$/.exec(value) ?? [];
  if (scheme.toLowerCase() !== 'basic') return [value, token];
  const pair = Buffer.from(token, 'base64').toString();
  return [value, token, pair, pair.slice(pair.indexOf(':') + 1)];
}

async function initialize(session: Session, version: string): Promise<Record<string, unknown> | null> {
  const result = await session.request('initialize', {
    protocolVersion: LATEST_PROTOCOL_VERSION,
    capabilities: {},
    clientInfo: { name: 'apiscope', title: 'Apiscope', version },
  });
  if (result === null) {
    const step = session.steps[0]!;
    if ([400, 404, 405].includes(step.response?.statusCode ?? 0) && (await session.speaksOldTransport()))
      step.problem = oldTransport;
    return null;
  }
  const { protocolVersion } = result;
  if (typeof protocolVersion !== 'string') session.fail('the result names no protocolVersion');
  else if (!SUPPORTED_PROTOCOL_VERSIONS.includes(protocolVersion))
    session.fail(
      `the server wants protocol ${protocolVersion.slice(0, 100)}; spoken here are ${SUPPORTED_PROTOCOL_VERSIONS.join(', ')}`,
    );
  else {
    session.speak(protocolVersion);
    return result;
  }
  return null;
}
