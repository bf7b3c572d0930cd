import type { Redactor } from '@apiscope/core/redact/redactor';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import type { Call } from '../trpc/procedure-of.ts';
import type { ToolSchemas } from './describe-tool.ts';
import { type Fields, redactFields } from './redact-fields.ts';
import { shortenValue } from './shorten-value.ts';
import type { Tool } from './tools.ts';

/** Most characters of the rows of an answer, as JSON: about 15,000 tokens of a model. */
const maxRows = 60_000;
/** Most characters of a field of a row, unless the tool says otherwise. */
const maxField = 4_000;

type Page = { data: Fields[]; metadata: object };
type Shown = { rows: Fields[]; cut: Set<string> };

/**
 * Asks the procedure of a tool and shows what it answers: redacted, long values shortened, and of a page as many rows as fit. The page is
 * then read again with that many, so that its cursor goes on right behind them.
 * @throws what the procedure throws
 */
export async function callTool(
  tool: Tool,
  { call, asked, schemas, redactor }: { call: Call; asked: Fields; schemas: ToolSchemas; redactor: Redactor },
): Promise<CallToolResult> {
  const input = { ...tool.defaults?.(asked), ...asked };
  const show = (rows: readonly Fields[]) => showRows(rows, { redactor, max: tool.maxField ?? maxField });
  if (schemas.isPage) {
    const { page, shown, fewer } = await readPage(call, input, show);
    return toResult({ data: shown.rows, metadata: page.metadata, note: noteOf(shown, fewer) });
  }
  const data = (await call(input)) as Fields | Fields[];
  const shown = show([data].flat());
  return toResult({ data: Array.isArray(data) ? shown.rows : shown.rows[0], note: noteOf(shown, null) });
}

async function readPage(
  call: Call,
  input: Fields,
  show: (rows: readonly Fields[]) => Shown,
): Promise<{ page: Page; shown: Shown; fewer: number | null }> {
  const page = (await call(input)) as Page;
  const shown = show(page.data);
  const fitting = Math.max(1, countFitting(shown.rows));
  if (fitting >= shown.rows.length) return { page, shown, fewer: null };
  const again = await readPage(call, { ...input, limit: fitting }, show);
  return { ...again, fewer: again.shown.rows.length };
}

function showRows(rows: readonly Fields[], { redactor, max }: { redactor: Redactor; max: number }): Shown {
  const cut = new Set<string>();
  const shorten = (name: string, whole: unknown) => {
    const { value, isCut } = shortenValue(whole, max);
    if (isCut) cut.add(name);
    return [name, value];
  };
  const shown = rows.map((row) =>
    Object.fromEntries(
      Object.entries(redactFields(redactor, row)).map(([name, value]) => shorten(name, value)),
    ),
  );
  return { rows: shown, cut };
}

function countFitting(rows: readonly Fields[]): number {
  let length = 0;
  const end = rows.findIndex((row) => {
    length += JSON.stringify(row).length + 1;
    return length > maxRows;
  });
  return end === -1 ? rows.length : end;
}

function noteOf({ cut }: Shown, fewer: number | null): string | null {
  const notes = [
    ...(fewer === null
      ? []
      : [
          `Only ${fewer} rows are shown, since more would be too long: pass metadata.nextCursor as cursor for those after them, or narrow the filters.`,
        ]),
    ...(cut.size === 0 ? [] : [`Long values were shortened: ${[...cut].join(', ')}.`]),
  ];
  return notes.length === 0 ? null : notes.join(' ');
}

function toResult(structuredContent: Record<string, unknown>): CallToolResult {
  return { content: [{ type: 'text', text: JSON.stringify(structuredContent) }], structuredContent };
}
