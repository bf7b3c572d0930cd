import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { harUrl } from './har-url.ts';
import type { HeaderMap } from './schema.ts';
import { toCurl } from './to-curl.ts';

/** What a shell makes of a command: its words, as `curl` would be given them. */
function wordsOf(command: string): string[] {
  const script = `curl() { for word in "$@"; do printf '%s\\0' "$word"; done; }\n${command}`;
  return execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1);
}

/** The values that follow an option. */
const after = (words: string[], option: string) =>
  words.filter((_, index) => index > 0 && words[index - 1] === option);

const nasty = fc.string({
  unit: fc.constantFrom(...`'"\\$\`!*?[]{}()<>|&;#~ \t=%@-abü漢🙂`),
  maxLength: 12,
});
const line = nasty.map((text) => text.trim()).filter((text) => text !== '');
const body = fc.oneof(
  nasty,
  nasty.map((text) => `@${text}\r\n${text}\n`),
);
const headers = fc.dictionary(
  fc.constantFrom('x-a', 'x-b', 'accept', 'content-type'),
  fc.oneof(line, fc.array(line, { minLength: 1, maxLength: 2 })),
);

describe('toCurl', () => {
  it('means, to a shell, exactly the request', () => {
    fc.assert(
      fc.property(
        fc.record({
          method: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE'),
          path: nasty.map((text) => `/${text}`),
          query: fc.dictionary(nasty, fc.oneof(nasty, fc.array(nasty, { minLength: 2, maxLength: 3 }))),
          headers,
          body: fc.option(body),
        }),
        (request) => {
          const bodyInfo =
            request.body === null ? null : { contentType: null, size: null, truncated: false, omitted: null };
          const captured = { service: 's', redactedPaths: [], bodyInfo, ...request };
          const words = wordsOf(toCurl(captured).command);
          expect(words.filter((word) => word === harUrl(captured)).length).toBeGreaterThan(0);
          expect(after(words, '--data-raw')).toEqual(request.body === null ? [] : [request.body]);
          expect(after(words, '--header').filter((header) => header !== 'content-type:')).toEqual(
            linesOf(request.headers),
          );
          expect(after(words, '--request')).toEqual(
            request.method === 'GET' && request.body === null ? [] : [request.method],
          );
        },
      ),
      { numRuns: 150 },
    );
  });

  it('shows nothing of what was redacted but a place for it, which the shell fills in whole', () => {
    const command = toCurl({
      service: 's',
      method: 'GET',
      path: '/a',
      query: { key: '[redacted]' },
      headers: { authorization: 'Bearer [redacted]' },
      body: null,
      bodyInfo: null,
      redactedPaths: ['query.key', 'headers.authorization'],
    }).command;
    const words = wordsOf(`QUERY_KEY='a b' AUTHORIZATION='$(id) "x"'\n${command}`);
    expect(words).toEqual(['http://s.invalid/a?key=a b', '--header', 'authorization: Bearer $(id) "x"']);
  });
});

function linesOf(map: HeaderMap): string[] {
  return Object.entries(map).flatMap(([name, values]) => [values].flat().map((value) => `${name}: ${value}`));
}
