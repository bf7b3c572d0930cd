import { createTestDb, type TestDb } from '@apiscope/db/testing/test-db';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestApp, type TestApp } from '../testing/open-test-app.ts';

let database: TestDb;
let api: TestApp;
beforeAll(async () => {
  database = await createTestDb();
  api = await openTestApp(database.url);
});
afterAll(async () => {
  await api.close();
  await database.close();
});

const line = { source: 'worker', level: 'warn', message: 'disk 91 % full' };

describe('POST /logs', () => {
  it('stores one log and answers it, with the defaults filled in', async () => {
    const { status, body } = await api.send('POST', '/logs', {
      ...line,
      meta: { disk: '/dev/sda', token: 'abc' },
    });
    expect(status).toBe(201);
    expect(body.data).toMatchObject({
      ...line,
      service: 'default',
      meta: { disk: '/dev/sda', token: '[redacted]' },
      traceId: null,
      patternId: expect.any(Number),
    });
    expect((await api.call(`/logs/${body.data.id}`)).body.data).toEqual(body.data);
  });

  it('stores the good lines of a batch and lists the bad ones', async () => {
    const { status, body } = await api.send('POST', '/logs', [
      { ...line, service: 'batch', created_at: '2026-01-31T09:00:00' },
      { ...line, service: 'batch', level: 'loud' },
      { ...line, service: 'batch', created_at: '1989-12-31T00:00:00Z' },
      { ...line, service: 'batch', message: 'Authorization: Bearer abcdefghijklmnop' },
    ]);
    expect(status).toBe(201);
    expect(body.data).toMatchObject({
      accepted: 2,
      rejected: [
        { index: 1, issues: [{ path: 'level' }] },
        { index: 2, issues: [{ path: 'created_at' }] },
      ],
    });
    const stored = await api.call('/logs?service__eq=batch&order_by=created_at&order=asc');
    expect(stored.body.data.map(({ created_at }) => created_at)[0]).toBe('2026-01-31T09:00:00.000Z');
    expect(JSON.stringify(stored.body)).not.toContain('abcdefghijklmnop');
  });

  it.each([
    ['a NUL byte', { message: 'a\0b', meta: { 'k\0': '\0' } }, 201],
    ['a lone surrogate', { message: '\ud800', meta: ['\udc00'] }, 201],
    ['a name like a prototype', { meta: JSON.parse('{"__proto__":{"a":1},"constructor":2}') }, 201],
    ['no text at all', { message: '' }, 201],
    ['scripts and emoji', { message: '日本語 🙂 \u202e' }, 201],
    ['a large number', { meta: { big: 1e308, tiny: 5e-324 } }, 201],
    ['almost 1 MB', { meta: 'x'.repeat(1_048_570) }, 201],
    ['more than 1 MB', { meta: 'x'.repeat(1_048_580) }, 400],
  ])('takes or refuses %s, and never fails', async (_, fields, expected) => {
    const { status, body } = await api.send('POST', '/logs', { ...line, ...fields });
    expect([status, body.error?.issues?.map(({ path }) => path)]).toEqual([
      expected,
      expected === 400 ? ['meta'] : undefined,
    ]);
    if (status === 201) expect((await api.call(`/logs/${body.data.id}`)).status).toBe(200);
  });

  it('refuses deep nesting by name', async () => {
    const meta = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    const { status, body } = await api.call('/logs', {
      method: 'POST',
      body: `{"source":"a","level":"info","message":"m","meta":${meta}}`,
      headers: { 'content-type': 'application/json' },
    });
    expect([status, body.error?.issues]).toEqual([
      400,
      [{ path: 'meta', message: 'nested deeper than 64 levels' }],
    ]);
  });

  it('finds what is similar and orders levels by severity', async () => {
    const { body } = await api.send('POST', '/logs', { ...line, message: 'disk 17 % full' });
    const similar = await api.call(`/logs/${body.data.id}/similar?limit=3`);
    expect(similar.body.data[0]).toMatchObject({ message: 'disk 91 % full', similarity: expect.any(Number) });
    await api.send('POST', '/logs', { ...line, level: 'fatal', source: 'levels' });
    await api.send('POST', '/logs', { ...line, level: 'info', source: 'levels' });
    const severe = await api.call('/logs?source__eq=levels&level__gte=warn');
    expect(severe.body.data.map(({ level }) => level)).toEqual(['fatal']);
    expect((await api.call('/logs/999999999')).status).toBe(404);
    expect((await api.call('/logs/999999999/similar')).status).toBe(404);
  });
});
