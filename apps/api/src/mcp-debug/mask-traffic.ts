import type { Redactor } from '@apiscope/core/redact/redactor';
import { redacted } from '@apiscope/core/redact/rules';
import type { HeaderMap } from '@apiscope/core/replay/schema';

/** Hides secrets of what goes to and comes from an MCP server: those that the redactor knows, and those that were given for this run. */
export type TrafficMask = {
  /** From now on this is a secret as well. */
  add(secret: string): void;
  text(text: string): string;
  headers(headers: HeaderMap): HeaderMap;
  url(url: string): string;
  json(value: unknown): unknown;
  /** A body as text, by its content type; of a stream each event. */
  body(contentType: string, text: string): string;
  /** A copy in which texts are masked and names mean nothing: what a schema calls `token` is no token. */
  schema(value: unknown): unknown;
};

/** Secrets that are any shorter would be found in everything. */
const shortest = 4;
/** Nesting of a schema that is kept. */
const maxDepth = 40;

export function createTrafficMask(redactor: Redactor): TrafficMask {
  const secrets = new Set<string>();
  const hide = (text: string) =>
    [...secrets].reduce((kept, secret) => kept.replaceAll(secret, redacted), text);
  const hideIn = (value: unknown): unknown => mapTexts(value, hide, 3 * maxDepth);
  const text = (plain: string) => redactor.text(hide(plain));
  // What the redactor has copied is not nested any deeper than it reads.
  const json = (value: unknown) => hideIn(redactor.json(value));
  const body = (contentType: string, plain: string): string => {
    if (contentType === 'text/event-stream')
      return plain.replace(
        /^data:(.*)$/gm,
        (_, data: string) => `data: ${body('application/json', data.trim())}`,
      );
    const kept = redactor.body({ contentType, text: hide(plain) });
    return typeof kept === 'string' ? kept : JSON.stringify(kept);
  };
  return {
    add(secret) {
      for (const form of [
        secret,
        JSON.stringify(secret).slice(1, -1),
        encodeURIComponent(secret),
        btoaOf(secret),
      ])
        if (form.length >= shortest) secrets.add(form);
    },
    text,
    headers: (headers) => hideIn(redactor.headers(headers)) as HeaderMap,
    url: (url) => redactor.url(hide(url)),
    json,
    body,
    schema: (value) => mapTexts(value, text, maxDepth),
  };
}

function btoaOf(text: string): string {
  return Buffer.from(text).toString('base64');
}

/** A copy with every text and key changed; what lies deeper than `depth` is left out. */
function mapTexts(value: unknown, change: (text: string) => string, depth: number): unknown {
  if (typeof value === 'string') return change(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth === 0) return null;
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, change, depth - 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [change(name), mapTexts(item, change, depth - 1)]),
  );
}
