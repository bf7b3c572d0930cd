import { type Parameters, parseListQuery } from '@apiscope/core/search/parse';
import { users } from '@apiscope/core/search/resources/users';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listEndpoints } from '../metrics/list-endpoints.ts';
import { insertSnapshots, type NewSnapshot } from '../replay/insert-snapshots.ts';
import { listSnapshots } from '../replay/list-snapshots.ts';
import { createTestDb, type TestDb } from '../testing/test-db.ts';
import { listUsers } from '../users/list-users.ts';

const start = Date.UTC(2026, 0, 31, 9);
let test: TestDb;
beforeAll(async () => {
  test = await createTestDb();
  const names = ['Jonathan Smith', 'Johanna Smith', 'Smithers', 'Ann 100%', 'Müller', 'Jonathan Brown'];
  for (const [n, name] of names.entries())
    await test.db.user.create({ data: { name, age: n, createdAt: new Date(start + n) } });
  await test.db.user.create({ data: { name: 'Jonathan Gone', age: 1, deletedAt: new Date(start) } });
  const endpoints = ['GET /orders/{id}', 'POST /orders', 'GET /payments/{id}'];
  for (const endpoint of endpoints)
    await test.db
      .$executeRaw`INSERT INTO endpoints (service, endpoint, first_seen, last_seen) VALUES ('shop', ${endpoint}, now(), now())`;
  await insertSnapshots(
    test.db,
    Array.from({ length: 12 }, (_, n) => snapshot(endpoints[n % 3]!, n)),
  );
});
afterAll(() => test.close());

function snapshot(endpoint: string, n: number): NewSnapshot {
  const [method = '', path = ''] = endpoint.replace('{id}', `item-${1_000 + n}`).split(' ');
  return {
    ...{
      service: 'shop',
      endpoint,
      method,
      path,
      query: {},
      headers: {},
      body: null,
      bodyInfo: null,
      statusCode: 200,
    },
    ...{
      responseHeaders: null,
      responseBody: null,
      responseBodyInfo: null,
      duration: 1,
      userId: null,
      version: null,
    },
    ...{
      stage: null,
      requestId: `request-${n}`,
      traceId: null,
      geoCountry: null,
      geoRegion: null,
      geoCity: null,
    },
    ...{ geoLat: null, geoLon: null, geoSource: 'none', redactedPaths: [], timestamp: start + n * 1_000 },
  };
}

const page = (input: Parameters) => listUsers(test.db, parseListQuery(users, input));
const names = async (input: Parameters) => (await page(input)).data.map(({ name }) => name);

describe('a search of users', () => {
  it('gives those that hold every word, in the default order', async () => {
    expect(await names({ search: 'smith jonathan' })).toEqual(['Jonathan Smith']);
    const { metadata } = await page({ search: 'jonathan' });
    expect(metadata).toMatchObject({ total: 2, search: { exact: 2 } });
    expect(await names({ search: 'ÜLL' })).toEqual(['Müller']);
    expect(await names({ search: '0%' })).toEqual(['Ann 100%']);
  });

  it('gives those that come near when none holds every word, nearest first, by offset and cursor alike', async () => {
    const found = await page({ search: 'jonahtan smith' });
    expect(found.data.map(({ name }) => name).slice(0, 2)).toEqual(['Jonathan Smith', 'Johanna Smith']);
    expect(found.metadata).toMatchObject({ total: found.data.length, search: { exact: 0 } });
    expect(found.data.some(({ name }) => name === 'Jonathan Gone')).toBe(false);
    const one = await page({ search: 'jonahtan smith', limit: 1 });
    const two = await page({ search: 'jonahtan smith', limit: 1, cursor: one.metadata.nextCursor! });
    const three = await page({ search: 'jonahtan smith', limit: 1, offset: 2 });
    expect([one, two, three].flatMap(({ data }) => data)).toEqual(found.data.slice(0, 3));
  });

  it('obeys filters, quotes and minus in both', async () => {
    expect(await names({ search: 'jonahtan -brown' })).not.toContain('Jonathan Brown');
    expect(await names({ search: 'jonahtan', age__gt: 3 })).toEqual(['Jonathan Brown']);
    expect(await names({ search: '"jonahtan"' })).toEqual([]);
    expect(await names({ search: 'jonahtan', order_by: 'name' })).toEqual([]);
    expect((await names({ search: 'jonathan', order_by: 'relevance' })).length).toBe(2);
  });
});

describe('a search of snapshots', () => {
  const search = async (search: string, more: object = {}) =>
    (await listSnapshots(test.db, { search, limit: 50, offset: 0, ...more })).data.map(({ path }) => path);

  it('finds paths, ids of requests, and endpoints spelt wrong', async () => {
    expect(await search('item-1003')).toEqual(['/orders/item-1003']);
    expect(await search('request-7')).toEqual(['/orders']);
    expect((await search('paymnets')).every((path) => path.startsWith('/payments'))).toBe(true);
    expect((await search('paymnets')).length).toBe(4);
    expect(await search('paymnets', { path__endswith: '1005' })).toEqual(['/payments/item-1005']);
    expect(await search('"paymnets"')).toEqual([]);
  });
});

it('a search of endpoints finds nothing where there are no windows', async () => {
  const { data, metadata } = await listEndpoints(test.db, { search: 'oders', limit: 5, offset: 0 });
  expect([data, metadata.total]).toEqual([[], 0]);
});
