import { createTestDb, type TestDb } from '@apiscope/db/testing/test-db';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeKey } from '../testing/make-key.ts';
import { openTestApp, type TestApp } from '../testing/open-test-app.ts';

let test: TestDb;
let app: TestApp;
beforeAll(async () => {
  test = await createTestDb();
  app = await openTestApp(test.url, { AUTH: 'on' });
});
afterAll(async () => {
  await app.close();
  await test.close();
});

const as = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });
const send = (token: string, body: unknown, path = '/logs') =>
  app.call(path, {
    method: 'POST',
    headers: { 'x-api-key': token, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const line = { source: 'test', level: 'info', message: 'hello' };

describe('AUTH=on', () => {
  it('lets nobody in who shows nothing, but to what is public', async () => {
    for (const path of ['/logs', '/logs/stream', '/logs/export', '/worker/stats', '/api/v1/users'])
      expect([path, (await app.call(path)).status]).toEqual([path, 401]);
    expect((await send('', line)).status).toBe(401);
    for (const path of ['/health', '/info', '/doc'])
      expect([path, (await app.call(path)).status]).toEqual([path, 200]);
  });

  it('gives a key what its scopes grant, and no more', async () => {
    const [reads, operates, sends] = await Promise.all([
      makeKey(test.db, ['read']),
      makeKey(test.db, ['operate']),
      makeKey(test.db, ['ingest']),
    ]);
    expect((await app.call('/logs', as(reads))).status).toBe(200);
    expect((await app.call('/logs', as(operates))).status).toBe(200);
    expect((await app.call('/logs', as(sends))).status).toBe(403);
    expect((await send(sends, line)).status).toBe(201);
    expect((await send(reads, line)).status).toBe(403);
    expect((await send(operates, line)).status).toBe(403);
    expect((await send(operates, { name: 'Ada', age: 36 }, '/api/v1/users')).status).toBe(201);
    expect((await send(reads, { name: 'Ada', age: 36 }, '/api/v1/users')).status).toBe(403);
  });

  it('takes no key that is made up, expired or revoked', async () => {
    const good = await makeKey(test.db, ['read']);
    const old = await makeKey(test.db, ['read'], { expiresAt: Date.UTC(2020, 0, 1) });
    const gone = await makeKey(test.db, ['read']);
    await test.db.apiKey.update({ where: { prefix: gone.slice(4, 16) }, data: { revokedAt: new Date() } });
    const forged = `${good.slice(0, -1)}${good.endsWith('A') ? 'B' : 'A'}`;
    for (const token of [
      forged,
      'aps_',
      'aps_x',
      `aps_${'x'.repeat(12)}_${'y'.repeat(43)}`,
      'other',
      old,
      gone,
    ]) {
      const { status, body } = await app.call('/logs', as(token));
      expect([token, status, body.error?.code]).toEqual([token, 401, 'UNAUTHORIZED']);
      expect(JSON.stringify(body)).not.toContain(token.slice(17) || 'aps_');
    }
    expect((await app.call('/health', as(old))).status).toBe(200);
  });

  it('keeps a key that is bound to a service to that service', async () => {
    const token = await makeKey(test.db, ['ingest'], { service: 'shop' });
    const stored = await send(token, line);
    expect([stored.status, stored.body.data.service]).toEqual([201, 'shop']);
    expect((await send(token, { ...line, service: 'shop' })).status).toBe(201);
    expect((await send(token, { ...line, service: 'bank' })).status).toBe(403);
    expect((await send(token, [line, { ...line, service: 'bank' }])).status).toBe(403);
    const batch = { batchId: crypto.randomUUID(), service: 'bank', requests: [request] };
    expect((await send(token, batch, '/ingest/requests')).status).toBe(403);
    expect((await send(token, { ...batch, service: 'shop' }, '/ingest/requests')).status).toBe(200);
    expect(await test.db.log.count({ where: { service: 'bank' } })).toBe(0);
  });

  it('notes when a key was used', async () => {
    const token = await makeKey(test.db, ['read']);
    await app.call('/logs', as(token));
    const { lastUsedAt } = await test.db.apiKey.findUniqueOrThrow({ where: { prefix: token.slice(4, 16) } });
    expect(lastUsedAt!.getTime()).toBeGreaterThan(app.deps.clock.now() - 60_000);
  });
});

const request = { timestamp: new Date().toISOString(), method: 'GET', path: '/a', statusCode: 200 };
