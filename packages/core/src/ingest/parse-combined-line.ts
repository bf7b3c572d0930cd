import { epochOf, monthOf, offsetOf } from './calendar-time.ts';
import { clientAddress, levelOfStatus, millisOf, parseRequestLine, statusOf } from './parse-request-line.ts';
import type { ParsedLine } from './parsed-line.ts';

/** Longest line that is read, characters: eight times what servers allow a request's head by default. */
const longest = 65_536;

const quoted = '"((?:[^"\\\\]|\\\\.)*)"';
const line = new RegExp(
  '^(?:(\\S+:\\d+) )?([^\\s,]+(?:, ?[^\\s,]+)*) (\\S+) (.*?) ?' +
    '\\[(\\d{2})/([A-Za-z]{3})/(\\d{4}):(\\d{2}):(\\d{2}):(\\d{2}) ([+-]\\d{4})\\] ' +
    `${quoted} (\\d{3}|-) (\\d+|-)(?: ${quoted} ${quoted})?(.*)$`,
);

/**
 * Reads a line of the Apache and nginx access log: common, combined, combined with a virtual host in front, and with
 * nginx's `$request_time` (seconds with a decimal point, bare or as `rt=`) behind. `-` bytes are 0, as Apache's `%b` defines.
 * @returns null when the line is no access line.
 */
export function parseCombinedLine(text: string): ParsedLine | null {
  const match = text.length <= longest ? line.exec(text) : null;
  if (!match) return null;
  const [, host, client, , user, day, month, year, hour, minute, second, zone, request] = match;
  const [statusText, size, referrer, agent, rest] = match.slice(13) as [
    string,
    string,
    string?,
    string?,
    string?,
  ];
  const at = epochOf({
    year: Number(year),
    month: monthOf(month!) ?? 0,
    day: Number(day),
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second),
    offset: offsetOf(zone!),
  });
  if (at === null) return null;
  const status = statusOf(statusText);
  const headers = present({ referer: unquote(referrer), 'user-agent': unquote(agent) });
  const extra = rest?.trim();
  const duration = requestTime(extra ?? '');
  const ip = clientAddress(client!);
  return {
    at,
    level: levelOfStatus(status),
    source: 'access',
    message: `${client} "${request}" ${statusText} ${size}`,
    meta: {
      ...present({ host, user: unquote(user), referrer: headers.referer, userAgent: headers['user-agent'] }),
      ...(extra && { extra }),
    },
    request: {
      ...parseRequestLine(unquote(request) ?? ''),
      statusCode: status,
      duration,
      requestSize: null,
      responseSize: size === '-' ? 0 : Number(size),
      ...(ip !== undefined && { ip }),
      headers,
    },
  };
}

/** The first number with a decimal point behind the user agent; whole numbers may mean anything, so they are not read. */
function requestTime(rest: string): number | null {
  const match = /(?:^|[\s"])(?:rt=|request_time=)?"?(\d+\.\d+)"?(?=\s|$)/.exec(rest);
  return match ? millisOf(match[1]!) : null;
}

function unquote(text: string | undefined): string | undefined {
  if (text === undefined || text === '' || text === '-') return undefined;
  return text.replace(/\\(?:x([0-9a-fA-F]{2})|(.))/g, (whole, hex?: string, char?: string) => {
    if (hex !== undefined) return hex === '00' ? whole : String.fromCharCode(Number.parseInt(hex, 16));
    return char === '"' || char === '\\' ? char : whole;
  });
}

function present(values: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '-',
    ),
  );
}
