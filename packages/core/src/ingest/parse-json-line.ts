import type { Level } from '../logs/level.ts';
import { logLimits } from '../logs/schema.ts';
import { parseTimestamp } from '../search/timestamp.ts';
import { parseJsonRequest } from './parse-json-request.ts';
import { levelOfPinoNumber, parseLevelName } from './parse-level-name.ts';
import { levelOfStatus } from './parse-request-line.ts';
import type { ParsedLine } from './parsed-line.ts';

type Fields = { [name: string]: unknown };

const timeNames = [
  'time',
  'ts',
  'timestamp',
  '@timestamp',
  'date',
  'datetime',
  'asctime',
  'eventTime',
  'time_iso8601',
];
const levelNames = [
  'level',
  'severity',
  'lvl',
  'levelname',
  'log.level',
  'loglevel',
  'log_level',
  'severity_text',
];
const messageNames = ['msg', 'message', '@message', 'log', 'event', 'text'];
const sourceNames = ['source', 'name', 'logger', 'logger_name', 'module', 'component', 'log.logger'];
const serviceNames = ['service', 'service.name', 'service_name'];
const requestIdNames = ['requestId', 'request_id', 'reqId', 'req_id'];
const traceIdNames = ['traceId', 'trace_id', 'trace.id'];

/**
 * Reads a JSON object line (pino, bunyan, winston, zap, logstash and their like): time, level, message, source and ids by
 * their usual names, the rest is meta. An object of an HTTP request also tells of a request.
 * What is too large or too deep for meta stays in the message as it was written.
 * @returns null when the line is no JSON object.
 */
export function parseJsonLine(text: string): ParsedLine | null {
  const object = parseObject(text);
  if (!object) return null;
  const rest = new Map(Object.entries(object));
  const request = parseJsonRequest(object);
  const at = take(rest, timeNames, timeOf);
  const level = take(rest, levelNames, jsonLevel);
  const message = take(rest, messageNames, messageOf);
  const source = take(rest, sourceNames, shortText);
  const service = take(rest, serviceNames, shortText);
  const requestId = take(rest, requestIdNames, shortText) ?? request?.requestId;
  const traceId = take(rest, traceIdNames, (value) =>
    (shortText(value)?.length ?? 65) <= 64 ? (value as string) : null,
  );
  const meta = Object.fromEntries(rest);
  return {
    at,
    level: level ?? (request ? levelOfStatus(request.statusCode) : 'info'),
    source,
    ...(fitsMeta(meta)
      ? { message: message ?? (request ? requestMessage(request) : outline(object)), meta }
      : { message: text }),
    ...(service !== null && { service }),
    ...(requestId !== undefined && { requestId }),
    ...(traceId !== null && { traceId }),
    ...(request && { request: { ...request, ...(traceId !== null && { traceId }) } }),
  };
}

function fitsMeta(meta: Fields): boolean {
  if (depthOf(meta) > logLimits.depth) return false;
  return new TextEncoder().encode(JSON.stringify(meta)).byteLength <= logLimits.meta;
}

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Object.values(value).reduce<number>((deepest, item) => Math.max(deepest, depthOf(item)), 0);
}

function parseObject(text: string): Fields | null {
  if (!/^\s*\{/.test(text)) return null;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null;
  } catch {
    return null;
  }
}

/** Takes the first of the names whose value can be read out of the fields; one that can't be read stays in them. */
function take<T>(
  fields: Map<string, unknown>,
  names: string[],
  read: (value: unknown) => T | null,
): T | null {
  for (const name of names) {
    const value = fields.has(name) ? read(fields.get(name)) : null;
    if (value === null) continue;
    fields.delete(name);
    return value;
  }
  return null;
}

/** Epoch seconds, milliseconds, microseconds or nanoseconds by size (all after 1990 and before 2100), or a date text. */
function timeOf(value: unknown): number | null {
  const number = typeof value === 'string' && /^\d{9,19}(\.\d+)?$/.test(value) ? Number(value) : value;
  if (typeof number === 'number') {
    const scale = [1000, 1, 1e-3, 1e-6].find(
      (factor) => number * factor > 6.3e11 && number * factor < 4.2e12,
    );
    return scale === undefined ? null : Math.round(number * scale);
  }
  return typeof value === 'string'
    ? parseTimestamp(value.replace(/^(\d{4})\/(\d{2})\/(\d{2})/, '$1-$2-$3'))
    : null;
}

function jsonLevel(value: unknown): Level | null {
  if (typeof value === 'number') return levelOfPinoNumber(value);
  if (typeof value !== 'string') return null;
  return /^\d+$/.test(value) ? levelOfPinoNumber(Number(value)) : parseLevelName(value);
}

function messageOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function shortText(value: unknown): string | null {
  return typeof value === 'string' && value !== '' && value.length <= 200 ? value : null;
}

function requestMessage({
  method,
  path,
  statusCode,
}: {
  method: string;
  path: string;
  statusCode: number | null;
}): string {
  return `${method} ${path} ${statusCode ?? '-'}`;
}

/** Stands for the message of an object that has none: its keys, the same text for every object of one make. */
function outline(object: Fields): string {
  return `{${Object.keys(object).join(', ')}}`.slice(0, 1_000);
}
