import { describe, expect, it } from 'vitest';
import { redactStored } from './redact-stored.ts';
import { createRedactor } from './redactor.ts';
import { defaultRules } from './rules.ts';

const redactor = createRedactor();
const jwt = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U';
const pem = '-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA==\nabc=\n-----END RSA PRIVATE KEY-----';

describe('text', () => {
  it.each([
    [`got ${jwt}, ok`, 'got [redacted], ok'],
    [`?t=${jwt}&x=1`, '?t=[redacted]&x=1'],
    ['Authorization: Bearer abc.def, next', 'Authorization: [redacted]'],
    [
      'curl -H "Authorization: Bearer s3cr3t" https://x.test',
      'curl -H "Authorization: [redacted]" https://x.test',
    ],
    ['sent Bearer plainwordsecret to it', 'sent Bearer [redacted] to it'],
    ['sent Basic dXNlcjpwYXNz to it', 'sent Basic [redacted] to it'],
    ['Cookie: a=1; sid=2\nHost: x', 'Cookie: [redacted]\nHost: x'],
    ['pay 4242 4242 4242 4242 now', 'pay [redacted] now'],
    ['pay 4242-4242-4242-4242.', 'pay [redacted].'],
    ['amex 378282246310005', 'amex [redacted]'],
    ['amex 3782 822463 10005', 'amex [redacted]'],
    [`key ${pem} end`, 'key [redacted] end'],
    [pem.slice(0, 60), '[redacted]'],
    ['postgres://app:p@ss:w0rd@db:5432/x', 'postgres://app:[redacted]@db:5432/x'],
    ['redis://:hunter2@cache', 'redis://:[redacted]@cache'],
    ['token ghp_abcdefghijklmnopqrstuvwxyz0123456789 leaked', 'token [redacted] leaked'],
    ['AKIAIOSFODNN7EXAMPLE', '[redacted]'],
    ['login user=bob password=hunter2 ok', 'login user=bob password=[redacted] ok'],
    ['login password="hunter 2" ok', 'login password="[redacted]" ok'],
    ["{password: 'it\\'s', a: 1}", "{password: '[redacted]', a: 1}"],
    ['api_key => abc, b => c', 'api_key => [redacted], b => c'],
    ['{"token":"a\\"b","n":1}', '{"token":"[redacted]","n":1}'],
    ['{"cvv":123}', '{"cvv":[redacted]}'],
    ['{"token":null}', '{"token":null}'],
    ['{"secret":{"a":"}","b":[1]},"c":2}', '{"secret":[redacted],"c":2}'],
    ['{"token":"cut off', '{"token":"[redacted]'],
    ['"{\\"token\\":\\"abc\\",\\"n\\":1}"', '"{\\"token\\":\\"[redacted]\\",\\"n\\":1}"'],
    ['mutation { login(password: "hunter2", n: 1) }', 'mutation { login(password: "[redacted]", n: 1) }'],
    ['/cb?access_token=abc&state=1', '/cb?access_token=[redacted]&state=1'],
    ['user[password]=abc&a=1', 'user[password]=[redacted]&a=1'],
    [
      '<user><password type="x">hunter2</password><a>1</a></user>',
      '<user><password type="x">[redacted]</password><a>1</a></user>',
    ],
    ['<s:Token><![CDATA[abc<]]></s:Token>', '<s:Token>[redacted]</s:Token>'],
    ['--db-password=hunter2 --verbose', '--db-password=[redacted] --verbose'],
    ['DB_PASSWORD: hunter2', 'DB_PASSWORD: [redacted]'],
  ])('%j → %j', (before, after) => {
    const paths: string[] = [];
    expect(redactor.text(before, (path) => paths.push(path))).toBe(after);
    expect(redactor.text(after)).toBe(after);
    expect(paths).toEqual(before === after ? [] : ['']);
  });

  it.each([
    'Executing with tokens:',
    'PacketResponder 1 for block blk_-1608999687919862906 terminating',
    'blk_4242424242424242 and id 1476769218123456 at 1700000000000000000',
    'rate 0.4242424242424242',
    'order 4242424242424241',
    'a basic understanding of Basic authentication, bearer of news; Bearer token is missing',
    'WWW-Authenticate: Bearer realm="api", error="x"',
    'http://session:3000/x and secret::Vault, token://x, token == null',
    'the session started; token expired',
    'https://example.com/a?author=bob&page=2',
    'https://github.com/a@b',
    'if (a) { tokenize(b) }',
    'deadbeefdeadbeefdeadbeefdeadbeef',
    '日本語 🎉 \ud800',
    '',
  ])('leaves %j alone', (text) => {
    expect(redactor.text(text)).toBe(text);
  });
});

describe('headers, cookies and query', () => {
  it('replaces secret values whole and reports their names', () => {
    const paths: string[] = [];
    const headers = {
      Authorization: 'Basic x',
      'set-cookie': ['a=1; Path=/', 'b=2'],
      'X-Api-Key': '',
      accept: 'application/json',
      referer: 'https://x.test/?token=abc&q=1',
      gone: undefined,
    };
    expect(redactor.headers(headers, (path) => paths.push(path))).toEqual({
      Authorization: '[redacted]',
      'set-cookie': ['[redacted]', '[redacted]'],
      'X-Api-Key': '[redacted]',
      accept: 'application/json',
      referer: 'https://x.test/?token=[redacted]&q=1',
    });
    expect([...new Set(paths)]).toEqual(['Authorization', 'set-cookie', 'X-Api-Key', 'referer']);
  });

  it('treats every cookie value as a secret', () => {
    expect(redactor.cookies({ theme: 'dark', sid: '1' })).toEqual({ theme: '[redacted]', sid: '[redacted]' });
  });

  it('keeps repeated query keys in order', () => {
    const query = { tag: ['a', 'b', jwt], token: ['x', 'y'], q: 'plain' };
    expect(redactor.query(query)).toEqual({
      tag: ['a', 'b', '[redacted]'],
      token: ['[redacted]', '[redacted]'],
      q: 'plain',
    });
  });

  it('takes __proto__ for a name like any other', () => {
    const query = JSON.parse('{"__proto__":"x","constructor":"y"}');
    expect(JSON.stringify(redactor.query(query))).toBe('{"__proto__":"x","constructor":"y"}');
    expect(JSON.stringify(redactor.json(JSON.parse('{"__proto__":{"token":1,"a":2}}')))).toBe(
      '{"__proto__":{"token":"[redacted]","a":2}}',
    );
    expect(({} as Record<string, unknown>).token).toBeUndefined();
  });
});

describe('json', () => {
  it('replaces whatever stands under a secret name, but null', () => {
    const paths: string[] = [];
    const value = {
      user: {
        name: 'Bob',
        password: 'x',
        pin: 1234,
        tokens: ['a', 'b'],
        secret: { deep: [1] },
        api_key: false,
        cvv: null,
      },
      card: { number: 4242424242424242, holder: 'Bob' },
      items: [{ access_token: 'a' }, { access_token: 'b', n: 1 }],
      note: `see ${jwt}`,
      count: 4111111111111111,
    };
    expect(redactor.json(value, (path) => paths.push(path))).toEqual({
      user: {
        name: 'Bob',
        password: '[redacted]',
        pin: '[redacted]',
        tokens: '[redacted]',
        secret: '[redacted]',
        api_key: '[redacted]',
        cvv: null,
      },
      card: { number: '[redacted]', holder: 'Bob' },
      items: [{ access_token: '[redacted]' }, { access_token: '[redacted]', n: 1 }],
      note: 'see [redacted]',
      count: '[redacted]',
    });
    expect(paths).toEqual([
      'user.password',
      'user.pin',
      'user.tokens',
      'user.secret',
      'user.api_key',
      'card.number',
      'items.0.access_token',
      'items.1.access_token',
      'note',
      'count',
    ]);
  });

  it('knows name and value pairs, as HAR has them', () => {
    const value = [
      { name: 'Cookie', value: 'a=b' },
      { name: 'Accept', value: 'x' },
      { key: 'password', value: 1 },
    ];
    expect(redactor.json(value)).toEqual([
      { name: 'Cookie', value: '[redacted]' },
      { name: 'Accept', value: 'x' },
      { key: 'password', value: '[redacted]' },
    ]);
  });

  it('redacts keys by shape and keeps them apart', () => {
    expect(redactor.json({ '4242424242424242': 1, '4111111111111111': 2 })).toEqual({
      '[redacted]': 1,
      '[redacted] 2': 2,
    });
  });

  it('survives cycles, depth, and what JSON does not know', () => {
    const cycle: Record<string, unknown> = { a: 1 };
    cycle.self = cycle;
    expect(redactor.json(cycle)).toEqual({ a: 1, self: '[circular]' });
    const shared = { a: 1 };
    expect(redactor.json([shared, shared])).toEqual([shared, shared]);
    let deep: unknown = 'x';
    for (let n = 0; n < 100_000; n++) deep = [deep];
    expect(JSON.stringify(redactor.json(deep))).toContain('nested too deep');
    const strange = {
      date: new Date(0),
      big: 12n,
      nan: Number.NaN,
      bytes: new Uint8Array([1, 2]),
      f: () => 1,
      list: [undefined, Symbol('x')],
      error: new Error('password=hunter2'),
      get broken(): string {
        throw new Error('no');
      },
    };
    expect(redactor.json(strange)).toBe('[unreadable]');
    const { broken: _, ...rest } = Object.getOwnPropertyDescriptors(strange);
    expect(redactor.json(Object.defineProperties({}, rest))).toEqual({
      date: '1970-01-01T00:00:00.000Z',
      big: '12',
      nan: null,
      bytes: '[binary]',
      list: [null, null],
      error: { name: 'Error', message: 'password=[redacted]', stack: expect.not.stringContaining('hunter2') },
    });
    expect(redactor.json(undefined)).toBeUndefined();
  });

  it('does not change its input', () => {
    const value = { password: 'x', a: [{ token: 'y' }] };
    const before = structuredClone(value);
    redactor.json(value);
    expect(value).toEqual(before);
  });
});

describe('form, url and body', () => {
  it('replaces form values by decoded name and value, and nothing else', () => {
    const body = 'a=1+2&pass%77ord=x%26y&user%5Btoken%5D=z&flag&b=%7e&note=%34242424242424242&card[number]=1';
    expect(redactor.form(body)).toBe(
      'a=1+2&pass%77ord=[redacted]&user%5Btoken%5D=[redacted]&flag&b=%7e&note=[redacted]&card[number]=[redacted]',
    );
    expect(redactor.form('%zz=%&&=')).toBe('%zz=%&&=');
  });

  it.each([
    [
      'https://bob:hunter2@x.test:8080/a/b?q=1&token=x#access_token=y&z=1',
      'https://bob:[redacted]@x.test:8080/a/b?q=1&token=[redacted]#access_token=[redacted]&z=1',
    ],
    ['/reset/eyJhbGciOiJI.eyJzdWIiOi.abc/x', '/reset/[redacted]/x'],
    ['/cards/4242%2D4242%2D4242%2D4242/x%20y', '/cards/[redacted]/x%20y'],
    ['/app;jsessionid=0123ABC/x', '/app;jsessionid=[redacted]/x'],
    ['/a/b%2Fc?x=%20', '/a/b%2Fc?x=%20'],
  ])('%s → %s', (before, after) => {
    expect(redactor.url(before)).toBe(after);
    expect(redactor.url(after)).toBe(after);
  });

  it('reads a body by its type, and as text when it is not what it says', () => {
    const bodyOf = (contentType: string | null, text: string | null) => redactor.body({ contentType, text });
    expect(bodyOf('application/json; charset=utf-8', '{"token":1,"a":"b"}')).toEqual({
      token: '[redacted]',
      a: 'b',
    });
    expect(bodyOf('application/problem+json', '[1]')).toEqual([1]);
    expect(bodyOf('application/json', '{"a":1,"token":"x')).toBe('{"a":1,"token":"[redacted]');
    expect(bodyOf('application/json', 'null')).toBeNull();
    expect(bodyOf('application/x-www-form-urlencoded', 'token=x&a=1')).toBe('token=[redacted]&a=1');
    expect(bodyOf(null, 'plain')).toBe('plain');
    expect(bodyOf('text/plain', null)).toBeNull();
  });
});

describe('redactStored', () => {
  const infoOf = (contentType: string) => ({ contentType, size: null, truncated: false, omitted: null });
  it('lists what a replay needs anew', () => {
    const result = redactStored(redactor, {
      path: '/pay',
      query: { token: ['a', 'b'], q: '1' },
      headers: { authorization: 'Bearer x', accept: '*/*' },
      body: '{"card":{"number":1}}',
      bodyInfo: infoOf('application/json'),
      responseHeaders: { 'set-cookie': ['a=1', 'b=2'] },
      responseBody: `here: ${jwt}`,
      responseBodyInfo: infoOf('text/plain'),
      redactedPaths: ['query.old'],
      consumer: `who sent ${jwt}`,
      attributes: { error: { type: 'Refused', message: `token ${jwt}` }, validationPaths: ['user.password'] },
    });
    expect(result).toEqual({
      path: '/pay',
      query: { token: ['[redacted]', '[redacted]'], q: '1' },
      headers: { authorization: '[redacted]', accept: '*/*' },
      body: '{"card":{"number":"[redacted]"}}',
      bodyInfo: infoOf('application/json'),
      responseHeaders: { 'set-cookie': ['[redacted]', '[redacted]'] },
      responseBody: 'here: [redacted]',
      responseBodyInfo: infoOf('text/plain'),
      redactedPaths: [
        'query.old',
        'query.token',
        'headers.authorization',
        'body.card.number',
        'responseHeaders.set-cookie',
        'responseBody',
        'consumer',
        'attributes.error.message',
      ],
      consumer: 'who sent [redacted]',
      attributes: {
        error: { type: 'Refused', message: 'token [redacted]' },
        validationPaths: ['user.password'],
      },
    });
  });
});

describe('rules', () => {
  it('can switch a shape off and a name on', () => {
    const custom = createRedactor({
      ...defaultRules,
      names: ['iban'],
      shapes: { ...defaultRules.shapes, jwt: false },
    });
    expect(custom.json({ iban: 'x', password: 'y', note: jwt })).toEqual({
      iban: '[redacted]',
      password: 'y',
      note: jwt,
    });
  });
});
