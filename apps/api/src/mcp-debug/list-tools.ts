import { type DebugTool, debugLimits } from '@apiscope/core/mcp/debug-schema';
import { shortenValue } from '../mcp/shorten-value.ts';
import type { TrafficMask } from './mask-traffic.ts';
import type { Session } from './open-session.ts';

/** The tools of a server: those that are shown, how many were listed, and whether there are more. */
export type ToolList = { tools: DebugTool[]; count: number; hasMore: boolean };

/** Characters of JSON of one schema, and of all tools together. */
const maxSchema = 20_000;
const maxTools = 500_000;

/** Asks for the tools, page by page. @returns what there is; null when the first page was no answer */
export async function listTools(session: Session, mask: TrafficMask): Promise<ToolList | null> {
  const list: ToolList = { tools: [], count: 0, hasMore: false };
  const cursors = new Set<string>();
  let room = maxTools;
  let cursor: string | undefined;
  do {
    const page = await session.request('tools/list', cursor === undefined ? {} : { cursor });
    if (page === null) return null;
    if (!Array.isArray(page.tools)) {
      session.fail('the result holds no list of tools');
      return null;
    }
    const tools = page.tools.filter(isTool);
    if (tools.length < page.tools.length) {
      session.fail(`${page.tools.length - tools.length} of the tools have no name`);
      return null;
    }
    list.count += tools.length;
    for (const tool of tools.slice(0, debugLimits.tools - list.tools.length)) {
      const shown = showTool(tool, mask);
      room -= JSON.stringify(shown).length;
      if (room >= 0) list.tools.push(shown);
    }
    cursor = typeof page.nextCursor === 'string' && page.nextCursor !== '' ? page.nextCursor : undefined;
    if (cursor !== undefined && cursors.has(cursor)) {
      session.fail('nextCursor names a page that was given already: the list has no end');
      return null;
    }
    if (cursor !== undefined) cursors.add(cursor);
  } while (cursor !== undefined && cursors.size < debugLimits.pages);
  list.hasMore = cursor !== undefined;
  return list;
}

type RawTool = Record<string, unknown> & { name: string };

function isTool(value: unknown): value is RawTool {
  return typeof value === 'object' && value !== null && 'name' in value && typeof value.name === 'string';
}

function showTool(
  { name, title, description, inputSchema, outputSchema, annotations }: RawTool,
  mask: TrafficMask,
): DebugTool {
  const text = (value: unknown) => (typeof value === 'string' ? mask.text(value).slice(0, 4_000) : null);
  const schema = (value: unknown) => shortenValue(mask.schema(value ?? null), maxSchema).value;
  return {
    name: mask.text(name).slice(0, debugLimits.tool),
    title: text(title),
    description: text(description),
    inputSchema: schema(inputSchema),
    outputSchema: schema(outputSchema),
    annotations: schema(annotations),
  };
}
