import { createMemory } from '../remember.ts';
import { type OnRedacted, redactJson } from './redact-json.ts';
import { defaultRules, type RedactionRules, redacted } from './rules.ts';
import { createSecretNameTest } from './secret-name.ts';
import { replaceSecretPairs } from './secret-pairs.ts';
import { replaceSecretShapes } from './secret-shapes.ts';

/** Values by name, a repeated name with all of them: headers, or a query. */
export type NamedValues = Record<string, string | string[]>;

/**
 * The one gate in front of everything that stores, shows or sends what an API saw. Secrets are known by name and by shape and become
 * `[redacted]`: nothing of the value, nor its length, survives. All methods are pure, take time linear in their input, never
 * throw, and change nothing the second time. `onRedacted` is told where something was replaced.
 */
export type Redactor = {
  /** Free text: log messages, error messages. */
  text(text: string, onRedacted?: OnRedacted): string;
  /** Header values by name; cookies and credentials are replaced whole. */
  headers(
    headers: Readonly<Record<string, string | readonly string[] | undefined>>,
    onRedacted?: OnRedacted,
  ): NamedValues;
  /** Cookie values by name: all of them are secrets. */
  cookies(cookies: Readonly<Record<string, string>>, onRedacted?: OnRedacted): Record<string, string>;
  /** Query values by name, decoded. */
  query(query: Readonly<Record<string, string | readonly string[]>>, onRedacted?: OnRedacted): NamedValues;
  /** Any value, as JSON would write it. */
  json(value: unknown, onRedacted?: OnRedacted): unknown;
  /** `application/x-www-form-urlencoded`; what is not redacted stays byte for byte. */
  form(body: string, onRedacted?: OnRedacted): string;
  /** A URL or a part of one, its query and fragment included. */
  url(url: string, onRedacted?: OnRedacted): string;
  /** A body by its content type: parsed where it is whole JSON, else text; null when there is none. */
  body(body: { contentType: string | null; text: string | null }, onRedacted?: OnRedacted): unknown;
};

/** Headers that hold a URL. */
const urlHeaders = new Set([
  'referer',
  'location',
  'content-location',
  'origin',
  'x-original-url',
  'x-forwarded-uri',
]);

/** A redactor for a set of rules; one per process and set, it remembers names. */
export function createRedactor(rules: RedactionRules = defaultRules): Redactor {
  const isSecret = createSecretNameTest(rules);
  const shapes = (text: string) => replaceSecretShapes(text, rules.shapes);
  const plain = (text: string) => shapes(replaceSecretPairs(replaceKeysFirst(text), isSecret));
  // A private key spans lines and holds `=`, so it goes before anything reads lines.
  const replaceKeysFirst = (text: string) =>
    text.includes('PRIVATE KEY')
      ? replaceSecretShapes(text, { ...nothing, privateKey: rules.shapes.privateKey })
      : text;

  const told = (before: string, after: string, path: string, onRedacted?: OnRedacted) => {
    if (before !== after) onRedacted?.(path);
    return after;
  };

  const byName = (
    values: Readonly<Record<string, string | readonly string[] | undefined>>,
    redactValue: (name: string, value: string) => string,
    onRedacted?: OnRedacted,
  ): NamedValues => {
    const kept: [string, string | string[]][] = [];
    for (const [name, value] of Object.entries(values)) {
      if (value === undefined) continue;
      const key = shapes(name);
      const one = (text: string) =>
        told(text, isSecret(name) ? redacted : redactValue(name, text), key, onRedacted);
      kept.push([key, typeof value === 'string' ? one(value) : value.map(one)]);
    }
    return Object.fromEntries(kept);
  };

  const pair = (part: string, onRedacted?: OnRedacted): string => {
    const sign = part.indexOf('=');
    const [name, value] = sign === -1 ? [part, ''] : [part.slice(0, sign), part.slice(sign + 1)];
    const key = reencode(name, shapes);
    const kept = isSecret(decode(name)) ? redacted : reencode(value, plain);
    return sign === -1
      ? told(part, key, key, onRedacted)
      : `${key}=${told(value, kept, decode(key), onRedacted)}`;
  };
  const form = (body: string, onRedacted?: OnRedacted) =>
    body
      .split('&')
      .map((part) => pair(part, onRedacted))
      .join('&');

  const url = (text: string, onRedacted?: OnRedacted): string => {
    const [, base = '', query = '', fragment = ''] = /^([^?#]*)(\?[^#]*)?(#[\s\S]*)?$/.exec(text) ?? [];
    const tail = (part: string) => (part === '' ? '' : part[0] + form(part.slice(1), onRedacted));
    const segment = (part: string) => (part.includes('=') ? pair(part) : reencode(part, shapes));
    // `;jsessionid=…` is a parameter of its segment.
    const path = shapes(base).replace(/[^/;]+/g, segment);
    return told(base, path, '', onRedacted) + tail(query) + tail(fragment);
  };

  // Objects come in thousands with the same keys.
  const memory = createMemory<string>();
  const key = (name: string) => memory(name, () => shapes(name));
  const redaction = { isSecret, text: plain, key };
  const json = (value: unknown, onRedacted?: OnRedacted) => redactJson(value, redaction, onRedacted);

  return {
    text: (text, onRedacted) => told(text, plain(text), '', onRedacted),
    headers: (headers, onRedacted) =>
      byName(
        headers,
        (name, value) => (urlHeaders.has(name.toLowerCase()) ? url(value) : plain(value)),
        onRedacted,
      ),
    cookies: (cookies, onRedacted) => byName(cookies, () => redacted, onRedacted) as Record<string, string>,
    query: (query, onRedacted) => byName(query, (_, value) => plain(value), onRedacted),
    json,
    form,
    url,
    body({ contentType, text }, onRedacted) {
      if (text === null) return null;
      if (/\bjson\b/i.test(contentType ?? '')) {
        const parsed = parseJson(text);
        if (parsed !== undefined) return json(parsed, onRedacted);
      }
      if (/\bx-www-form-urlencoded\b/i.test(contentType ?? '')) return form(text, onRedacted);
      return told(text, plain(text), '', onRedacted);
    },
  };
}

const nothing = {
  privateKey: false,
  jwt: false,
  credentials: false,
  apiToken: false,
  urlPassword: false,
  cardNumber: false,
};

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replace(/\+/g, ' '));
  } catch {
    return text;
  }
}

/** Redacts the decoded text; the original encoding stays where nothing was found. */
function reencode(text: string, redactText: (text: string) => string): string {
  const decoded = decode(text);
  const kept = redactText(decoded);
  if (kept === decoded) return text;
  return kept.split(redacted).map(encodeURIComponent).join(redacted);
}
