import { parseTimestamp } from '../search/timestamp.ts';
import { parseLevelName } from './parse-level-name.ts';
import { clientAddress, millisOf, parseRequestLine, statusOf } from './parse-request-line.ts';
import type { ParsedLine, ParsedRequest } from './parsed-line.ts';

const line =
  /^(?:(\S+) )?(\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}\.\d{3}) (\d+) ([A-Z]+) ([\w.]+) \[([^\]]*)\] ?(.*)$/s;
const apiCall =
  /^(\S+) "([^"]*)" status: (\d+) len: (\d+)(?: microversion: \S+)? time: (\d+(?:\.\d+)?(?:e-?\d+)?)\s*$/;

/**
 * Reads a line as oslo.log writes it: `[file] time pid LEVEL logger [req-id user project …] message`. A line of the API
 * server (`10.0.0.1 "GET /v2/… HTTP/1.1" status: 200 len: 1893 time: 0.2477829`) also tells of a request; its seconds become ms.
 * @returns null when the line has another shape.
 */
export function parseOpenstackLine(text: string): ParsedLine | null {
  const match = line.exec(text);
  if (!match) return null;
  const [, file, time, pid, levelName, logger, context, message] = match as unknown as string[];
  const level = parseLevelName(levelName!);
  const at = parseTimestamp(time!);
  if (!level || at === null) return null;
  const [requestId, user, project] = known(context!.split(' '));
  const request = parseApiCall(message!, { requestId, user });
  return {
    at,
    level,
    source: logger!,
    message: message!,
    meta: { pid: Number(pid), ...(file && { file }), ...(user && { user }), ...(project && { project }) },
    ...(requestId !== undefined && { requestId }),
    ...(request && { request }),
  };
}

function known(context: string[]): (string | undefined)[] {
  return context.slice(0, 3).map((part) => (part === '-' || part === '' ? undefined : part.slice(0, 200)));
}

function parseApiCall(
  message: string,
  { requestId, user }: { requestId: string | undefined; user: string | undefined },
): ParsedRequest | null {
  const match = apiCall.exec(message);
  if (!match) return null;
  const [, clients, request, status, length, seconds] = match as unknown as string[];
  const ip = clientAddress(clients!);
  return {
    ...parseRequestLine(request!),
    statusCode: statusOf(status!),
    duration: millisOf(seconds!),
    requestSize: null,
    responseSize: Number(length),
    ...(ip !== undefined && { ip }),
    ...(requestId !== undefined && { requestId }),
    ...(user !== undefined && { userId: user }),
  };
}
