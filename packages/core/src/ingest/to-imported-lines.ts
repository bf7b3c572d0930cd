import { logLimits, type NewLog } from '../logs/schema.ts';
import { printTimestamp } from '../search/timestamp.ts';
import type { ImportedLine, ParsedLine } from './parsed-line.ts';

/** What is the same for every entry of a file. */
export type ImportContext = {
  /** Service of entries that name none, or of all when `serviceIsFixed`. */
  readonly service: string;
  readonly serviceIsFixed: boolean;
  /** Source of entries that name none. */
  readonly source: string;
  /** Milliseconds added to every time that was read from the file. */
  readonly shift: number;
  /** Time of import, epoch ms: stands for times that are missing. */
  readonly now: number;
};

/** Earliest and latest time a row may have: 1990, and a day ahead of the clock. */
const earliest = Date.UTC(1990, 0, 1);
const ahead = 86_400_000;

/**
 * Makes an entry what the ingest doors take. A message longer than a log may be is cut into several logs (`meta.part`, from 1),
 * the first of which has the request. A time no row may have becomes the time of import and stays readable as `meta.time`.
 */
export function toImportedLines(parsed: ParsedLine, context: ImportContext): ImportedLine[] {
  const shifted = parsed.at === null ? null : parsed.at + context.shift;
  const isStorable = shifted !== null && shifted >= earliest && shifted <= context.now + ahead;
  const time = printTimestamp(isStorable ? shifted : context.now);
  const parts = splitText(parsed.message.replaceAll('\0', '\uFFFD'), logLimits.message);
  const logs = parts.map((message, index): NewLog => {
    const meta = {
      ...(index === 0 && parsed.meta),
      ...(index === 0 && shifted !== null && !isStorable && { time: readable(shifted) }),
      ...(parts.length > 1 && { part: index + 1, parts: parts.length }),
    };
    return {
      source: (parsed.source ?? context.source).slice(0, logLimits.source),
      level: parsed.level,
      message,
      service: serviceOf(parsed, context),
      created_at: time,
      ...(Object.keys(meta).length > 0 && { meta }),
      ...(parsed.requestId !== undefined && { requestId: parsed.requestId }),
      ...(parsed.traceId !== undefined && { traceId: parsed.traceId }),
    };
  });
  const [first, ...others] = logs;
  return [
    { log: first!, ...(parsed.request && { request: { timestamp: time, ...parsed.request } }) },
    ...others.map((log) => ({ log })),
  ];
}

function serviceOf(parsed: ParsedLine, { service, serviceIsFixed }: ImportContext): string {
  return serviceIsFixed ? service : (parsed.service ?? service);
}

function readable(epochMs: number): string | number {
  return Math.abs(epochMs) <= 8.64e15 ? printTimestamp(epochMs) : epochMs;
}

/** Cuts text into pieces of at most `size` UTF-16 units without cutting a character in two. */
function splitText(text: string, size: number): string[] {
  const parts: string[] = [];
  for (let at = 0; at < text.length || parts.length === 0; ) {
    let end = Math.min(at + size, text.length);
    const code = text.charCodeAt(end - 1);
    if (end < text.length && code >= 0xd800 && code <= 0xdbff) end -= 1;
    parts.push(text.slice(at, end));
    at = end;
  }
  return parts;
}
