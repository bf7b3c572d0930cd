import { clientAddress, millisOf, parseRequestLine, statusOf } from './parse-request-line.ts';
import type { ParsedRequest } from './parsed-line.ts';

type Fields = { readonly [name: string]: unknown };

/**
 * The HTTP request a JSON log line tells of: pino-http's `{req, res, responseTime}` (ms) or nginx's JSON access log
 * (`request_method`, `request_uri`, `status`, `request_time` in seconds). Null when the line tells of none, or of one not yet answered.
 */
export function parseJsonRequest(line: Fields): ParsedRequest | null {
  return pinoRequest(line) ?? nginxRequest(line);
}

function pinoRequest({ req, res, responseTime }: Fields): ParsedRequest | null {
  if (!isFields(req) || !isFields(res)) return null;
  const status = statusOf(String(res.statusCode));
  if (typeof req.method !== 'string' || typeof req.url !== 'string' || status === null) return null;
  const ip = clientAddress(textOf(req.remoteAddress) ?? textOf(req.ip) ?? '');
  const id = typeof req.id === 'number' ? String(req.id) : textOf(req.id)?.slice(0, 200);
  return {
    ...parseRequestLine(`${req.method} ${req.url}`),
    statusCode: status,
    duration: millisOrNull(responseTime),
    requestSize: null,
    responseSize: null,
    ...(ip && { ip }),
    ...(id && { requestId: id }),
  };
}

function nginxRequest(line: Fields): ParsedRequest | null {
  const status = statusOf(String(line.status));
  const target = textOf(line.request_uri) ?? textOf(line.uri);
  const requestLine =
    textOf(line.request) ?? (textOf(line.request_method) && target && `${line.request_method} ${target}`);
  if (status === null || !requestLine) return null;
  const bytes = Number(line.body_bytes_sent ?? line.bytes_sent);
  const ip = clientAddress(textOf(line.remote_addr) ?? '');
  return {
    ...parseRequestLine(requestLine),
    statusCode: status,
    duration: line.request_time === undefined ? null : millisOf(String(line.request_time)),
    requestSize: null,
    responseSize: Number.isSafeInteger(bytes) && bytes >= 0 ? bytes : null,
    ...(ip && { ip }),
  };
}

function millisOrNull(value: unknown): number | null {
  return typeof value === 'number' && value >= 0 && value <= 86_400_000 ? value : null;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' && value.length <= 8_000 ? value : undefined;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
