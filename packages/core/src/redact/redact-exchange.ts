import type { NamedValues, Redactor } from './redactor.ts';

type Body = { contentType: string | null; text: string | null };
type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/** A request and what was answered, as captured. */
export type Exchange = {
  /** Path as requested, without query. */
  path: string;
  query: Readonly<Record<string, string | readonly string[]>>;
  headers: Headers;
  body: Body;
  /** Null when there was no response. */
  responseHeaders: Headers | null;
  responseBody: Body;
};

/** The same, safe to keep. */
export type RedactedExchange = {
  path: string;
  query: NamedValues;
  headers: NamedValues;
  /** Parsed where it was whole JSON, else text; null when there was none. */
  body: unknown;
  responseHeaders: NamedValues | null;
  responseBody: unknown;
  /** What was replaced, without repetition: `path`, `headers.authorization`, `query.token`, `body.card.number`, `responseBody`. */
  redactedPaths: string[];
};

/** Redacts every part of an exchange and lists what a replay would have to be given anew. */
export function redactExchange(redactor: Redactor, exchange: Exchange): RedactedExchange {
  const found = new Set<string>();
  const within = (part: string) => (path: string) => void found.add(path === '' ? part : `${part}.${path}`);
  const { responseHeaders } = exchange;
  return {
    path: redactor.url(exchange.path, within('path')),
    query: redactor.query(exchange.query, within('query')),
    headers: redactor.headers(exchange.headers, within('headers')),
    body: redactor.body(exchange.body, within('body')),
    responseHeaders:
      responseHeaders === null ? null : redactor.headers(responseHeaders, within('responseHeaders')),
    responseBody: redactor.body(exchange.responseBody, within('responseBody')),
    redactedPaths: [...found],
  };
}
