import type { PreviewInput } from '@apiscope/core/redact/preview-schema';

type Exchange = NonNullable<PreviewInput['exchange']>;
type Message = { first: string; headers: Record<string, string[]>; body: string | undefined };

/**
 * Reads a request as it is written on the wire, and its answer if there is one: a first line, headers, an empty line, a body. The first
 * line may be a URL alone.
 */
export function parseExchange(request: string, response: string): Exchange {
  const sent = parseMessage(request);
  const [, method = 'GET', url] =
    /^(?:([A-Za-z-]{1,20})\s+)?(\S+)(?:\s+HTTP\/[\d.]+)?\s*$/.exec(sent.first) ?? [];
  const exchange: Exchange = { method, url: url ?? sent.first, headers: sent.headers };
  if (sent.body !== undefined) exchange.body = sent.body;
  if (response.trim() === '') return exchange;
  const got = parseMessage(response);
  const status = Number(/^HTTP\/[\d.]+\s+(\d{3})/.exec(got.first)?.[1] ?? 200);
  exchange.statusCode = status >= 100 && status <= 599 ? status : 200;
  exchange.responseHeaders = got.headers;
  if (got.body !== undefined) exchange.responseBody = got.body;
  return exchange;
}

function parseMessage(text: string): Message {
  const clean = text.replace(/\r\n/g, '\n').trimStart();
  const cut = clean.indexOf('\n\n');
  const [first = '', ...lines] = (cut === -1 ? clean : clean.slice(0, cut)).split('\n');
  const headers: Record<string, string[]> = Object.create(null);
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon <= 0) continue;
    const name = line.slice(0, colon).trim().toLowerCase();
    headers[name] = [...(headers[name] ?? []), line.slice(colon + 1).trim()];
  }
  const body = cut === -1 ? '' : clean.slice(cut + 2);
  return { first: first.trim(), headers: { ...headers }, body: body === '' ? undefined : body };
}
