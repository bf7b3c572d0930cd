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

describe('/api/v1/users', () => {
  it('creates with 201, gets, changes and deletes once', async () => {
    const created = await api.send('POST', '/api/v1/users', { name: 'Ada', age: 36 });
    expect(created).toMatchObject({
      status: 201,
      body: { data: { name: 'Ada', age: 36 }, error: null, metadata: null },
    });
    const path = `/api/v1/users/${created.body.data.id}`;
    expect((await api.call(path)).body.data).toEqual(created.body.data);
    const changed = await api.send('PATCH', path, { age: 37 });
    expect(changed).toMatchObject({ status: 200, body: { data: { name: 'Ada', age: 37 } } });
    expect(changed.body.data.created_at).toBe(created.body.data.created_at);
    expect(await api.call(path, { method: 'DELETE' })).toMatchObject({ status: 200 });
    expect(await api.call(path, { method: 'DELETE' })).toMatchObject({ status: 404 });
    expect(await api.call(path)).toMatchObject({
      status: 404,
      body: { data: null, error: { code: 'NOT_FOUND' }, metadata: null },
    });
    expect((await api.send('PATCH', path, { age: 1 })).status).toBe(404);
  });

  it('lists with filters, order and pages, and says how many there are', async () => {
    for (const [index, name] of ['Bob', 'Bea', 'Ann', '100%'].entries())
      await api.send('POST', '/api/v1/users', { name, age: 20 + index });
    const page = await api.call('/api/v1/users?name__startswith=B&order_by=name&order=asc&limit=1');
    expect(page.body.data.map(({ name }) => name)).toEqual(['Bea']);
    expect(page.body.metadata).toMatchObject({
      limit: 1,
      offset: 0,
      total: 2,
      nextCursor: expect.any(String),
    });
    const next = await api.call(
      `/api/v1/users?name__startswith=B&order_by=name&order=asc&limit=1&cursor=${encodeURIComponent(page.body.metadata.nextCursor!)}`,
    );
    expect(next.body.data.map(({ name }) => name)).toEqual(['Bob']);
    expect(next.body.metadata.nextCursor).toBeNull();
    const literal = await api.call('/api/v1/users?name__like=%25');
    expect(literal.body.data.map(({ name }) => name)).toEqual(['100%']);
    expect((await api.call('/api/v1/users?age__in=20,22')).body.metadata.total).toBe(2);
    expect((await api.call('/api/v1/users?search=b -bob')).body.data.map(({ name }) => name)).toEqual([
      'Bea',
    ]);
  });
});
