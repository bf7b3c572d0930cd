import { createTestDb, type TestDb } from '@apiscope/db/testing/test-db';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findInTables } from '../testing/find-in-tables.ts';
import { makeKey } from '../testing/make-key.ts';
import { openTestApp, type TestApp } from '../testing/open-test-app.ts';

let test: TestDb;
let app: TestApp;
/** Another process over the same database. */
let other: TestApp;
let admin: string;
const lines: string[] = [];
beforeAll(async () => {
  test = await createTestDb();
  app = await openTestApp(test.url, { AUTH: 'on' }, { write: (line) => lines.push(line) });
  other = await openTestApp(test.url, { AUTH: 'on' });
  admin = await makeKey(test.db, ['admin']);
});
afterAll(async () => {
  await Promise.all([app.close(), other.close()]);
  await test.close();
});

const headers = (token: string) => ({
  authorization: `Bearer ${token}`,
  'content-type': 'application/json',
});
const post = (path: string, body: unknown, token = admin) =>
  app.call(path, { method: 'POST', headers: headers(token), body: JSON.stringify(body) });
const ask = (token: string, from = other) => from.call('/logs', { headers: headers(token) });
const make = async (input: Record<string, unknown> = {}) => {
  const { status, body } = await post('/keys', { name: 'worker', scopes: ['read'], ...input });
  expect(status).toBe(201);
  return body.data as unknown as { id: number; token: string; prefix: string };
};

describe('API keys', () => {
  it('are made with a token that is shown once and stored nowhere', async () => {
    const { token, ...shown } = await make({ scopes: ['ingest', 'read', 'read'], service: 'shop' });
    expect(shown).toMatchObject({
      name: 'worker',
      scopes: ['ingest', 'read'],
      service: 'shop',
      status: 'active',
      createdBy: `key:${admin.slice(4, 16)}`,
      expiresAt: null,
      lastUsedAt: null,
    });
    expect((await ask(token)).status).toBe(200);
    const list = await app.call('/keys?search=worker&service__eq=shop', { headers: headers(admin) });
    expect(list.body.metadata.total).toBe(1);
    expect(list.body.data[0]).toEqual({ ...shown, lastUsedAt: expect.stringMatching(/Z$/) });
    const secret = token.slice(17);
    expect(await findInTables(test.db, [secret, token])).toEqual([]);
    for (const format of ['csv', 'ndjson']) {
      const file = await app.app.request(`/keys/export?format=${format}`, { headers: headers(admin) });
      const text = await file.text();
      expect([file.status, text.includes(shown.prefix), text.includes(secret)]).toEqual([200, true, false]);
    }
    expect(lines.join()).not.toContain(secret);
  });

  it('refuse what makes no sense, naming it', async () => {
    for (const [input, path] of [
      [{ service: 'shop' }, 'service'],
      [{ service: 'shop', scopes: ['ingest', 'admin'] }, 'service'],
      [{ expiresAt: '2020-01-01' }, 'expiresAt'],
      [{ expiresAt: 'soon' }, 'expiresAt'],
      [{ scopes: [] }, 'scopes'],
      [{ scopes: ['all'] }, 'scopes.0'],
      [{ name: ' ' }, 'name'],
      [{ token: 'mine' }, 'token'],
    ] as const) {
      const { status, body } = await post('/keys', { name: 'a', scopes: ['read'], ...input });
      expect([input, status, body.error?.issues?.map((issue) => issue.path)]).toEqual([input, 400, [path]]);
    }
    expect((await post('/keys/99999/revoke', {})).status).toBe(404);
    expect((await post('/keys/99999/rotate', {})).status).toBe(404);
  });

  it('revoked, are refused by every process from the next request on', async () => {
    const { id, token } = await make();
    expect((await ask(token)).status).toBe(200);
    expect((await post(`/keys/${id}/revoke`, {})).body.data).toMatchObject({ status: 'revoked' });
    for (const process of [app, other]) expect((await ask(token, process)).status).toBe(401);
    expect((await post(`/keys/${id}/revoke`, {})).status).toBe(409);
    expect((await post(`/keys/${id}/rotate`, {})).status).toBe(409);
  });

  it('rotated, have a new token at once, and the old one for as long as was asked for', async () => {
    const { id, token, prefix } = await make();
    const first = (await post(`/keys/${id}/rotate`, {})).body.data as unknown as { token: string };
    expect([(await ask(token)).status, (await ask(first.token)).status]).toEqual([401, 200]);

    const rotated = await post(`/keys/${id}/rotate`, { overlapMinutes: 10 });
    const second = rotated.body.data as unknown as { token: string; previousPrefix: string };
    expect([rotated.status, second.previousPrefix]).toEqual([201, first.token.slice(4, 16)]);
    expect(second.previousPrefix).not.toBe(prefix);
    expect([(await ask(first.token)).status, (await ask(second.token)).status]).toEqual([200, 200]);
    await test.db.apiKey.update({ where: { id }, data: { previousUntil: new Date(Date.now() - 1) } });
    expect([(await ask(first.token)).status, (await ask(second.token)).status]).toEqual([401, 200]);

    await post(`/keys/${id}/rotate`, { overlapMinutes: 10 });
    expect((await ask(second.token)).status).toBe(200);
    await post(`/keys/${id}/revoke`, {});
    expect((await ask(second.token)).status).toBe(401);
    expect((await post(`/keys/${id}/rotate`, { overlapMinutes: 10_081 })).status).toBe(400);
  });

  it('leave what was done to them in the audit log, without the secret', async () => {
    const { id, token } = await make({ name: `my ${admin}` });
    await post(`/keys/${id}/rotate`, { overlapMinutes: 5 });
    await post(`/keys/${id}/revoke`, {});
    const { body } = await app.call('/audit?action__startswith=keys.&limit=3', { headers: headers(admin) });
    expect(body.data.map(({ action }) => action)).toEqual(['keys.revoke', 'keys.rotate', 'keys.create']);
    for (const entry of body.data)
      expect(entry).toMatchObject({
        actor: `key:${admin.slice(4, 16)}`,
        subject: 'my [redacted]',
        details: { id },
        requestId: expect.any(String),
      });
    expect(JSON.stringify(body)).not.toContain(token.slice(17));
    expect(await findInTables(test.db, [admin.slice(17)])).toEqual([]);
  });
});
