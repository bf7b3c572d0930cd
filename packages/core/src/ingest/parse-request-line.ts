import type { ParsedRequest } from './parsed-line.ts';

const maxPath = 8_000;
const requestLine = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]{1,20}) +(\S+)(?: +HTTP\/\d(?:\.\d)?)?$/;

/** Endpoint of a request whose request line is not HTTP: port scans, TLS on a plain port, a client that sent nothing. */
export const unreadableRequest = { method: 'OTHER', route: 'unmatched' } as const;

/**
 * Reads `GET /path HTTP/1.1`, also without a protocol (HTTP/0.9) and with an absolute URL as a proxy gets it.
 * A line that is no HTTP request (`-`, binary) was still answered, so it stays a request, of the endpoint `unmatched`.
 */
export function parseRequestLine(text: string): Pick<ParsedRequest, 'method' | 'path' | 'route'> {
  const [, method, target] = requestLine.exec(text.trim()) ?? [];
  if (method === undefined || target === undefined || !/[A-Za-z]/.test(method))
    return { ...unreadableRequest, path: text.trim().slice(0, maxPath) || '-' };
  const absolute = /^https?:\/\/[^/?#]*([^#]*)/i.exec(target);
  const path = absolute ? absolute[1] || '/' : target;
  return { method: method.toUpperCase(), path: path.slice(0, maxPath) };
}

/** A status as HTTP has them, or null. */
export function statusOf(text: string): number | null {
  const status = Number(text);
  return Number.isInteger(status) && status >= 100 && status <= 599 ? status : null;
}

/** The client's address in a list like `client, proxy1, proxy2`; undefined when there is none. */
export function clientAddress(list: string): string | undefined {
  const first = list.split(',')[0]!.trim();
  return first === '' || first === '-' ? undefined : first.slice(0, 100);
}

/** The level of an access line: server errors are errors, client errors warnings. */
export function levelOfStatus(status: number | null): 'info' | 'warn' | 'error' {
  if (status === null || status >= 500) return 'error';
  return status >= 400 ? 'warn' : 'info';
}

/** Seconds as written in a log, as milliseconds without the noise of binary fractions. */
export function millisOf(seconds: string): number | null {
  const millis = Math.round(Number(seconds) * 1e9) / 1e6;
  return Number.isFinite(millis) && millis >= 0 && millis <= 86_400_000 ? millis : null;
}
