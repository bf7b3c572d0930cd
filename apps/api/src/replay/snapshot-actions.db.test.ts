import { insertSnapshots } from '@apiscope/db/replay/insert-snapshots';
import { dayTables } from '@apiscope/db/retention/day-tables';
import { expireBefore } from '@apiscope/db/testing/expire-before';
import { createTestDb, type TestDb } from '@apiscope/db/testing/test-db';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeSnapshot } from '../export/testing/make-snapshot.ts';
import { openTestApp, type TestApp } from '../testing/open-test-app.ts';

const day = 86_400_000;
const start = Date.UTC(2026, 1, 3);

let database: TestDb;
let api: TestApp;
let ids: number[];
beforeAll(async () => {
  database = await createTestDb();
  api = await openTestApp(database.url);
  await insertSnapshots(database.db, [
    makeSnapshot({ path: '/first', timestamp: start }),
    makeSnapshot({ path: '/second', timestamp: start + 1 }),
    makeSnapshot({
      path: '/secret',
      timestamp: start + 2 * day,
      headers: { authorization: 'Bearer canary-1' },
      body: '{"password":"canary-2"}',
    }),
  ]);
  ids = (await api.call('/replay?order=asc')).body.data.map(({ id }) => Number(id));
});
afterAll(async () => {
  await api.close();
  await database.close();
});

const pathsOf = async (query: string) =>
  (await api.call(`/replay?order=asc&${query}`)).body.data.map(({ path }) => path);
const pin = (id: number, action = 'pin') => api.call(`/replay/${id}/${action}`, { method: 'POST' });

it('a pinned snapshot is found as such, outlives its day, and goes once it is let go', async () => {
  expect((await pin(ids[1]!)).body.data).toMatchObject({ id: ids[1], pinned: true });
  const again = await pin(ids[1]!);
  expect(again.body.data).toMatchObject({ pinned: true });
  expect(await pathsOf('pinned__eq=true')).toEqual(['/second']);
  expect(await pathsOf('pinned__ne=true')).toEqual(['/first', '/secret']);
  await expireBefore(database.db, dayTables.snapshots, start + day);
  expect(await pathsOf('')).toEqual(['/second', '/secret']);
  expect((await pin(ids[1]!, 'unpin')).body.data).toMatchObject({ pinned: false });
  await expireBefore(database.db, dayTables.snapshots, start + day);
  expect(await pathsOf('')).toEqual(['/secret']);
});

it('what is not there cannot be pinned, and nothing else is a truth', async () => {
  expect((await pin(999_999)).status).toBe(404);
  expect((await pin(999_999, 'unpin')).status).toBe(404);
  expect((await api.call('/replay?pinned__eq=yes')).body.error?.issues?.[0]?.path).toBe('pinned__eq');
  expect((await api.call('/replay?pinned__gt=true')).body.error?.issues?.[0]?.path).toBe('pinned__gt');
});

it('the curl command of what older rules let in shows no secret', async () => {
  const { body } = await api.call(`/replay/${ids[2]}/curl`);
  expect(body.data).toMatchObject({
    command: expect.stringMatching(/^curl 'http:\/\/shop\.invalid\/secret\?tag=a&tag=b'/),
    needsValue: [
      { path: 'headers.authorization', placeholder: '$AUTHORIZATION' },
      { path: 'body.password', placeholder: '<needs a value: body.password>' },
    ],
  });
  expect(JSON.stringify(body)).not.toContain('canary');
  expect((await api.call('/replay/999999/curl')).status).toBe(404);
});
