import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildRequest } from './build-request.ts';
import { refuseEndpoint } from './policy.ts';
import type { WholeSnapshot } from './schema.ts';

const byte = (char: string) => `%${char.charCodeAt(0).toString(16).padStart(2, '0')}`;
/** The same text in another guise: some characters in other case, some percent-encoded up to three times. */
const disguised = (text: string) =>
  fc
    .array(fc.tuple(fc.nat({ max: 3 }), fc.boolean()), { minLength: text.length, maxLength: text.length })
    .map((choices) =>
      [...text]
        .map((char, n) => {
          const [times, isUpper] = choices[n]!;
          let form = isUpper ? char.toUpperCase() : char;
          for (let each = 0; each < times; each++) form = each === 0 ? byte(form) : form.replace('%', '%25');
          return form;
        })
        .join(''),
    );
const blocked = fc
  .constantFrom(
    'replay',
    'ingest',
    'worker',
    'auth',
    'mcp',
    'redaction',
    'targets',
    'v1/logs',
    'v1/traces',
    'logs',
  )
  .chain((section) => disguised(section));
const separator = fc.constantFrom('/', '//', '/./', '/x/../', '/;a=b/', '/%2e/', '\\', '/%2F');
const tail = fc
  .constantFrom('', '/', '/7', ';x=1', '?a=b', '#c', '/%2e%2e/..%2f', '%20')
  .filter((end) => !end.includes('..'));

const chars = fc.constantFrom(
  ...'/\\.%@:?#;&= \t\r\n\0aé日🙂[]{}<>"\'`^|',
  '..',
  '%2e',
  '%2f',
  '%5c',
  '//',
  'evil.example',
  '[redacted]',
);
const path = fc.oneof(
  fc.array(chars, { maxLength: 12 }).map((parts) => `/${parts.join('')}`),
  fc.string({ unit: 'binary', maxLength: 20 }),
);

describe('refuseEndpoint', () => {
  it('knows what is blocked in every guise', () => {
    fc.assert(
      fc.property(separator, blocked, tail, (before, section, after) => {
        expect(refuseEndpoint({ method: 'POST', path: `${before}${section}${after}` })).not.toBeNull();
      }),
      { numRuns: 500 },
    );
  });
});

describe('buildRequest', () => {
  it('stays under the base URL whatever the captured path, query and host', () => {
    const query = fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.array(fc.string())));
    let sent = 0;
    fc.assert(
      fc.property(path, query, fc.string(), (captured, values, host) => {
        const snapshot = {
          method: 'GET',
          path: captured,
          query: values,
          headers: { host, 'x-forwarded-host': host },
          body: null,
          bodyInfo: null,
          redactedPaths: [],
        } as unknown as WholeSnapshot;
        const destination = {
          baseUrl: 'https://a.example/base',
          headers: {},
          lock: 'none',
          key: 'k',
        } as const;
        const built = buildRequest(snapshot, {}, destination);
        if ('refused' in built) return;
        sent++;
        const { origin, pathname, hash, href } = new URL(built.request.url);
        expect([origin, hash, href]).toEqual(['https://a.example', '', built.request.url]);
        expect(pathname.startsWith('/base/')).toBe(true);
        expect(built.request.headers).not.toHaveProperty('host');
      }),
      { numRuns: 2_000 },
    );
    expect(sent).toBeGreaterThan(100);
  });
});
