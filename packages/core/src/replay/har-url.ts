import { printRequestTarget } from './print-request-target.ts';
import type { HeaderMap, WholeSnapshot } from './schema.ts';

/**
 * The address of a captured request. Only its path and query are known for certain: the host is that of its `Host` header where it
 * brought one, else the service's name under `.invalid`, a domain that never leads anywhere (RFC 2606). The scheme is `http` unless a
 * proxy said `https`.
 */
export function harUrl({
  service,
  headers,
  path,
  query,
}: Pick<WholeSnapshot, 'service' | 'headers' | 'path' | 'query'>): string {
  const scheme = /^https\b/i.test(firstOf(headers, 'x-forwarded-proto') ?? '') ? 'https' : 'http';
  return `${scheme}://${hostOf(headers) ?? placeholder(service)}${printRequestTarget(path, query)}`;
}

const authority = /^(?:[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?$/i;

function hostOf(headers: HeaderMap): string | null {
  const host = firstOf(headers, 'host');
  return host !== undefined && authority.test(host) ? host : null;
}

function placeholder(service: string): string {
  const label = service
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 63)
    .replace(/^-+|-+$/g, '');
  return `${label || 'service'}.invalid`;
}

function firstOf(headers: HeaderMap, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' ? value : value?.[0];
}
