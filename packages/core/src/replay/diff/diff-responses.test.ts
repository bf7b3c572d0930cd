import { describe, expect, it } from 'vitest';
import type { BodyInfo } from '../schema.ts';
import type { Answer } from './answer.ts';
import { diffResponses } from './diff-responses.ts';

const info = (over: Partial<BodyInfo> = {}): BodyInfo => ({
  contentType: 'application/json',
  size: null,
  truncated: false,
  omitted: null,
  ...over,
});
const answer = (over: Partial<Answer> = {}): Answer => ({
  statusCode: 200,
  headers: {},
  body: null,
  bodyInfo: null,
  ...over,
});
const jsonText = (body: string, over: Partial<Answer> = {}) => answer({ body, bodyInfo: info(), ...over });
const json = (body: unknown) => jsonText(JSON.stringify(body));
const text = (body: string, over: Partial<BodyInfo> = {}) =>
  answer({ body, bodyInfo: info({ contentType: 'text/plain', ...over }) });
const changesOf = (before: unknown, after: unknown, ignore: string[] = []) =>
  diffResponses(json(before), json(after), { ignore }).changes;

describe('JSON', () => {
  it('tells null, missing, type and value apart', () => {
    const before = { nulled: 1, gone: null, typed: 1, changed: 'x', same: [1], 'a.b': 1 };
    const after = { nulled: null, typed: '1', changed: 'y', same: [1], 'a.b': 2, come: null };
    expect(changesOf(before, after)).toEqual([
      { path: 'body.nulled', kind: 'type', before: 1, after: null },
      { path: 'body.gone', kind: 'removed', before: null },
      { path: 'body.typed', kind: 'type', before: 1, after: '1' },
      { path: 'body.changed', kind: 'changed', before: 'x', after: 'y' },
      { path: 'body.a\\.b', kind: 'changed', before: 1, after: 2 },
      { path: 'body.come', kind: 'added', after: null },
    ]);
    expect(changesOf({ a: [] }, { a: {} })).toMatchObject([{ path: 'body.a', kind: 'type' }]);
  });

  it('takes order of members, spaces and notation of numbers for nothing, digits of large integers for something', () => {
    const equal = (one: string, other: string) => diffResponses(jsonText(one), jsonText(other)).equal;
    expect(equal('{"a":1,"b":1.0}', ' { "b" : 1, "a":1e0 } ')).toBe(true);
    expect(equal('{"id":9007199254740993}', '{"id":9007199254740992}')).toBe(false);
    expect(equal('{"id":90071992547409930}', '{"id":90071992547409930}')).toBe(true);
    expect(
      diffResponses(jsonText('[9007199254740993,"1"]'), jsonText('[9007199254740995,"1"]')).changes,
    ).toEqual([{ path: 'body.0', kind: 'changed', before: '9007199254740993', after: '9007199254740995' }]);
    // Digits inside texts and behind points are no integers.
    expect(
      equal(
        '{"a":"9007199254740993","b":0.12345678901234567}',
        '{"b":0.12345678901234567,"a":"9007199254740993"}',
      ),
    ).toBe(true);
    expect(equal('{"a":"9007199254740993"}', '{"a":9007199254740993}')).toBe(false);
  });

  it('knows items by what identifies them: moved, added, removed, and changed where they stand', () => {
    const item = (id: number, title = `title ${id}`) => ({ id, title, open: true });
    expect(changesOf([item(1), item(2), item(3)], [item(3), item(1), item(2, 'new')])).toEqual([
      { path: 'body.0', kind: 'moved', before: item(3), after: item(3), from: 2, to: 0 },
      { path: 'body.2.title', kind: 'changed', before: 'title 2', after: 'new' },
    ]);
    expect(changesOf([item(1), item(2)], [item(9, 'other'), item(1), item(2)])).toEqual([
      { path: 'body.0', kind: 'added', after: item(9, 'other') },
    ]);
    expect(changesOf([item(1), item(2)], [item(2)])).toEqual([
      { path: 'body.0', kind: 'removed', before: item(1) },
    ]);
    const renamed = { ...item(1), id: 7 };
    expect(changesOf([item(1), item(2)], [renamed, item(2)])).toEqual([
      { path: 'body.0.id', kind: 'changed', before: 1, after: 7 },
    ]);
  });

  it('aligns items without a name by what they are', () => {
    expect(changesOf(['a', 'b', 'c', 'd'], ['x', 'a', 'b', 'd'])).toEqual([
      { path: 'body.2', kind: 'removed', before: 'c' },
      { path: 'body.0', kind: 'added', after: 'x' },
    ]);
    expect(changesOf(['a', 'b'], ['b', 'a'])).toMatchObject([{ kind: 'moved' }]);
    expect(changesOf([{ v: 1 }, { v: 2 }], [{ v: 1 }, { v: 3 }])).toMatchObject([{ path: 'body.1.v' }]);
    const long = Array.from({ length: 1_500 }, (_, n) => n);
    expect(changesOf([-1, ...long, -2], [-3, ...long.toReversed(), -4]).length).toBe(500);
  });

  it('ignores places by name, `*` and `**`, with all that is inside', () => {
    const before = {
      at: 1,
      user: { name: 'a', at: 1 },
      list: [
        { at: 1, v: 1 },
        { at: 2, v: 2 },
      ],
    };
    const after = {
      at: 2,
      user: { name: 'b', at: 2 },
      list: [
        { at: 8, v: 0 },
        { at: 9, v: 1 },
        { at: 9, v: 2 },
      ],
    };
    const paths = (...ignore: string[]) => changesOf(before, after, ignore).map(({ path }) => path);
    expect(paths('**.at')).toEqual(['body.user.name', 'body.list.0']);
    expect(paths('body.at', 'body.user', 'body.list.*')).toEqual([]);
    expect(paths('body.*.at', 'body.list')).toEqual(['body.at', 'body.user.name']);
    expect(paths('body.us', 'body.user.nam', 'at', '*.at.x', 'body.list', 'body.at')).toEqual([
      'body.user.name',
      'body.user.at',
    ]);
    const { equal, ignored } = diffResponses(json(before), json(after), { ignore: ['body'] });
    expect(equal).toBe(true);
    expect(ignored.length).toBeGreaterThan(3);
  });

  it('takes redacted for equal and says so', () => {
    expect(diffResponses(json({ token: '[redacted]' }), json({ token: '[redacted]' }))).toMatchObject({
      equal: true,
      notes: ['values that are redacted on both sides are taken as equal'],
    });
    expect(changesOf({ token: '[redacted]' }, { token: null })).toMatchObject([{ kind: 'type' }]);
  });

  it('survives nesting that would end the stack, and values too long to show', () => {
    const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
    expect(diffResponses(jsonText(deep), jsonText(deep))).toMatchObject({ equal: true, compared: 'text' });
    const long = 'x'.repeat(5_000);
    const [{ before, after } = { before: '', after: '' }] = changesOf(
      { a: `${long}y${long}` },
      { a: `${long}z${long}` },
    );
    expect([before, after].map((value) => String(value).length)).toEqual([1_002, 1_002]);
    expect(before).toContain('xyx');
    expect(after).toContain('xzx');
    const many = Object.fromEntries(Array.from({ length: 900 }, (_, n) => [`k${n}`, n]));
    expect(diffResponses(json(many), json({}))).toMatchObject({ equal: false, more: 400 });
  });
});

describe('status and headers', () => {
  it('compares what is not volatile, names in any case, repeated values as a list', () => {
    const before = answer({
      statusCode: 200,
      headers: {
        date: 'a',
        'X-Request-Id': '1',
        'cache-control': 'no-store',
        vary: ['a', 'b'],
        allow: 'GET',
        link: ['x'],
      },
    });
    const after = answer({
      statusCode: 404,
      headers: {
        date: 'b',
        'x-request-id': '2',
        'Cache-Control': 'private',
        vary: ['b', 'a'],
        server: 's',
        link: 'x',
      },
    });
    expect(diffResponses(before, after).changes).toEqual([
      { path: 'status', kind: 'changed', before: 200, after: 404 },
      { path: 'headers.cache-control', kind: 'changed', before: 'no-store', after: 'private' },
      { path: 'headers.vary', kind: 'changed', before: ['a', 'b'], after: ['b', 'a'] },
      { path: 'headers.allow', kind: 'removed', before: 'GET' },
      { path: 'headers.server', kind: 'added', after: 's' },
    ]);
    const ignore = ['status', 'headers.Vary', 'headers.*'];
    expect(diffResponses(before, after, { ignore }).equal).toBe(true);
  });

  it('lets an etag count only where the bodies themselves were not compared', () => {
    const tagged = (etag: string, over: Partial<Answer> = {}) => ({
      ...json({}),
      headers: { etag },
      ...over,
    });
    expect(diffResponses(tagged('"1"'), tagged('"2"')).equal).toBe(true);
    const without = { body: null, bodyInfo: null };
    expect(diffResponses(tagged('"1"', without), tagged('"2"', without)).changes).toMatchObject([
      { path: 'headers.etag' },
    ]);
  });

  it('says what it cannot compare', () => {
    const never = answer({ statusCode: null, headers: null });
    expect(diffResponses(never, json({}))).toMatchObject({
      equal: false,
      compared: 'none',
      changes: [{ path: 'status', kind: 'type', before: null, after: 200 }],
      notes: ['one of the two was not answered', 'headers are known of one answer at most and not compared'],
    });
    for (const [name, value] of [
      ['content-type', 'application/json'],
      ['content-length', '8'],
    ] as const) {
      const headers = { [name]: value };
      expect(diffResponses(answer({ headers }), { ...json({}), headers })).toMatchObject({
        equal: true,
        compared: 'none',
        notes: ['the body before is not stored (unread)'],
      });
    }
    const empty = { ...text(''), headers: { 'content-type': 'text/plain', 'content-length': '0' } };
    expect(diffResponses({ ...empty, body: null, bodyInfo: null }, empty)).toMatchObject({
      equal: true,
      notes: [],
    });
    const unchanged = answer({ statusCode: 304, headers: { 'content-length': '8' } });
    expect(diffResponses(unchanged, { ...unchanged, body: '' })).toMatchObject({ equal: true, notes: [] });
    const imported = answer({ headers: null });
    expect(diffResponses(imported, json({}))).toMatchObject({
      equal: true,
      compared: 'none',
      notes: ['the body before is not stored (unread)', expect.any(String)],
    });
  });
});

describe('text and bytes', () => {
  it('compares texts by line', () => {
    expect(diffResponses(text('one'), text('two')).changes).toEqual([
      { path: 'body', kind: 'changed', before: 'one', after: 'two' },
    ]);
    expect(diffResponses(text('a\nb\nc'), text('a\nx\nc\nd'))).toMatchObject({
      compared: 'text',
      changes: [
        { path: 'body.3', kind: 'added', after: 'd' },
        { path: 'body.1', kind: 'changed', before: 'b', after: 'x' },
      ],
    });
  });

  it('tells a page from JSON, and a body from none', () => {
    expect(diffResponses(json({ a: 1 }), text('<h1>no</h1>'))).toMatchObject({
      compared: 'text',
      changes: [{ path: 'body', kind: 'type', before: { a: 1 }, after: '<h1>no</h1>' }],
    });
    expect(diffResponses(answer(), json({ a: 1 })).changes).toEqual([
      { path: 'body', kind: 'added', after: { a: 1 } },
    ]);
    expect(diffResponses(text('x'), answer()).changes).toMatchObject([{ kind: 'removed', before: 'x' }]);
    expect(diffResponses(jsonText('{"a":'), jsonText('{"a":'))).toMatchObject({
      equal: true,
      compared: 'text',
    });
  });

  it('compares the beginnings of what was cut, and says so', () => {
    const cut = (body: string, size: number | null = null) => text(body, { truncated: true, size });
    expect(diffResponses(cut('abc'), cut('abcd'))).toMatchObject({
      equal: true,
      notes: ['both bodies were cut short: only the beginnings are compared'],
    });
    expect(diffResponses(cut('abc', 10), cut('abc', 11)).changes).toMatchObject([{ path: 'size' }]);
    expect(diffResponses(cut('abc'), text('abc and more')).equal).toBe(true);
    // A whole body that is shorter than the beginning of another cannot be the same.
    expect(diffResponses(cut('abc'), text('ab')).equal).toBe(false);
  });

  it('compares bytes by size and SHA-256', () => {
    const bytes = (size: number | null, sha256?: string) =>
      answer({
        bodyInfo: info({ contentType: 'image/png', omitted: 'binary', size, ...(sha256 && { sha256 }) }),
      });
    expect(diffResponses(bytes(3, 'aa'), bytes(3, 'bb'))).toMatchObject({
      compared: 'hash',
      changes: [{ path: 'sha256', kind: 'changed', before: 'aa', after: 'bb' }],
    });
    expect(diffResponses(bytes(3), bytes(4, 'bb'))).toMatchObject({
      compared: 'hash',
      changes: [{ path: 'size', kind: 'changed', before: 3, after: 4 }],
      notes: expect.arrayContaining(['only the sizes of the bodies are compared']),
    });
    expect(diffResponses(bytes(null), bytes(null)).compared).toBe('none');
  });
});
