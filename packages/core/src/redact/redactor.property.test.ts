import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRedactor } from './redactor.ts';

const redactor = createRedactor();
const alphabet = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const secret = fc
  .string({ unit: fc.constantFrom(...alphabet), minLength: 12, maxLength: 40 })
  .map((text) => `Zq${text}`);
const secretName = fc
  .tuple(
    fc.constantFrom('', 'user_', 'X-', 'new_'),
    fc.constantFrom(
      'password',
      'api_key',
      'ClientSecret',
      'access-token',
      'cvv',
      'session_id',
      'card.number',
    ),
  )
  .map(([prefix, name]) => prefix + name);
const plainName = fc.constantFrom('name', 'author', 'items', 'meta', 'tokenizer', 'id', '__proto__', 'a b');
const plainText = fc.oneof(
  fc.string(),
  fc.lorem(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('{"a":', "'", '"', '\\"', ': ', '=[', '<', '[redacted]'),
);

/** JSON in which every leaf under a secret name is, or wraps, the planted secret. */
const planted = (value: string) =>
  fc.letrec<{ node: unknown; hidden: unknown }>((tie) => ({
    hidden: fc.oneof(
      fc.constant(value),
      fc.array(fc.constant(value), { maxLength: 3 }),
      fc.record({ x: fc.constant(value), y: fc.constant([value]) }),
    ),
    node: fc.oneof(
      { maxDepth: 4 },
      fc.oneof(plainText, fc.integer(), fc.boolean(), fc.constant(null)),
      fc.array(tie('node'), { maxLength: 4 }),
      fc.dictionary(plainName, tie('node'), { maxKeys: 4 }),
      fc.dictionary(secretName, tie('hidden'), { minKeys: 1, maxKeys: 3 }),
    ),
  })).node;

describe('a planted secret', () => {
  it('survives nowhere in JSON, nor in JSON cut off anywhere', () => {
    fc.assert(
      fc.property(
        secret.chain((value) => fc.tuple(fc.constant(value), planted(value), fc.nat())),
        ([value, node, cut]) => {
          expect(JSON.stringify(redactor.json(node)) ?? '').not.toContain(value);
          const text = JSON.stringify({ node });
          const part = text.slice(0, cut % (text.length + 1));
          const kept = redactor.body({ contentType: 'application/json', text: part });
          expect(JSON.stringify(kept)).not.toContain(value);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it.each<[string, (name: string, value: string) => string]>([
    ['a pair', (name, value) => `${name}=${value}`],
    ['a quoted pair', (name, value) => `${name}="${value}"`],
    ['a header line', (name, value) => `${name}: ${value}`],
    ['JSON', (name, value) => JSON.stringify({ a: 1, [name]: value })],
    ['JSON in JSON', (name, value) => JSON.stringify(JSON.stringify({ [name]: [value], b: 2 }))],
    ['a query', (name, value) => `https://x.test/a?b=c&${name}=${value}`],
    ['an authorization', (_, value) => `Authorization: Bearer ${value}`],
    ['a user and password', (_, value) => `basic ${btoa(`bob:${value}`)}`],
    ['a URL', (_, value) => `https://bob:${value}@x.test/`],
  ])('does not survive as %s inside any text', (_, write) => {
    const surrounding = fc.lorem({ mode: 'sentences', maxCount: 2 });
    fc.assert(
      fc.property(secretName, secret, surrounding, surrounding, (name, value, before, after) => {
        const kept = redactor.text(`${before} ${write(name, value)} ${after}`);
        expect(kept).not.toContain(value);
        expect(kept).not.toContain(btoa(`bob:${value}`));
      }),
      { numRuns: 300 },
    );
  });

  it('does not survive in headers, query or form', () => {
    fc.assert(
      fc.property(secretName, secret, plainText, (name, value, other) => {
        const values = { [name]: [value, value], other };
        expect(JSON.stringify([redactor.headers(values), redactor.query(values)])).not.toContain(value);
        const body = `a=${encodeURIComponent(other.replace(/\p{Cs}/gu, ''))}&${encodeURIComponent(name)}=${value}`;
        expect(redactor.form(body)).not.toContain(value);
      }),
    );
  });

  it('leaves nothing of its length', () => {
    fc.assert(
      fc.property(secret, secret, (a, b) => {
        const all = (value: string) => [
          redactor.text(`x password=${value} y`),
          redactor.json({ password: value, list: [`Bearer ${value}`] }),
          redactor.headers({ cookie: value }),
          redactor.form(`token=${value}`),
        ];
        expect(all(a)).toEqual(all(b));
      }),
    );
  });
});

describe('redaction', () => {
  it('changes nothing the second time', () => {
    const assignments = fc
      .array(
        fc.oneof(
          plainText,
          secretName,
          fc.constantFrom('=', ':', ': "', '{', '}', '"', "'", ' ', '\n', 'Bearer ', '<a>', '&', '[', ']'),
        ),
        { maxLength: 12 },
      )
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(assignments, (text) => {
        const once = redactor.text(text);
        expect(redactor.text(once)).toBe(once);
        const form = redactor.form(text);
        expect(redactor.form(form)).toBe(form);
        const url = redactor.url(text);
        expect(redactor.url(url)).toBe(url);
      }),
      { numRuns: 5_000 },
    );
    fc.assert(
      fc.property(planted('Zq0123456789'), (node) => {
        const once = redactor.json(node);
        expect(redactor.json(once)).toEqual(once);
      }),
    );
  });

  it('leaves values without secrets as they are', () => {
    const value = fc.object({
      key: plainName,
      values: [fc.lorem(), fc.integer(), fc.boolean(), fc.constant(null), fc.uuid()],
    });
    fc.assert(
      fc.property(value, (object) => {
        expect(JSON.stringify(redactor.json(object))).toBe(JSON.stringify(object));
      }),
    );
  });

  it('takes time linear in hostile text', () => {
    const parts = [
      'a',
      'a.',
      'a:',
      'token',
      'token:',
      'token: ',
      'token="',
      "token='\\",
      'token={',
      'token:\\"',
      '"token":[',
      '\\',
      '"',
      '-----BEGIN PRIVATE KEY-----',
      '-----BEGIN ',
      '-eyJ',
      'eyJaaaaa.',
      '-sk-',
      'bearer ',
      'basic ',
      'a://',
      'a://b:',
      '://:@',
      '4',
      '4242 ',
      '42424242-',
      '<a',
      '<a ',
      '<token>',
      '</',
      '%',
      'A',
      '{',
      '[redacted]',
    ];
    for (const part of parts) {
      const text = part.repeat(Math.ceil(200_000 / part.length));
      const started = performance.now();
      redactor.text(text);
      redactor.form(text);
      redactor.url(text);
      expect([part, performance.now() - started < 5_000]).toEqual([part, true]);
    }
  });
});
