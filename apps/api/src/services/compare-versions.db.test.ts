import { insertSnapshots } from '@apiscope/db/replay/insert-snapshots';
import { makeSnapshot } from '@apiscope/db/testing/make-snapshot';
import { createTestDb, type TestDb } from '@apiscope/db/testing/test-db';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestApp, type TestApp } from '../testing/open-test-app.ts';

let database: TestDb;
let api: TestApp;
const start = Date.UTC(2026, 1, 3, 12);

beforeAll(async () => {
  database = await createTestDb();
  api = await openTestApp(database.url);
  const served = (version: string | null, n: number, changes = {}) =>
    makeSnapshot({
      version,
      endpoint: 'GET /a',
      statusCode: 200,
      duration: n,
      timestamp: start + n,
      ...changes,
    });
  await insertSnapshots(database.db, [
    ...[1, 2, 3].map((n) => served('1.0', n)),
    served('1.0', 4, { statusCode: 404 }),
    served('1.0', 5, { endpoint: 'GET /gone' }),
    served('2.0', 10),
    served('2.0', 20, { statusCode: 500 }),
    served('2.0', 30, { statusCode: null, duration: null }),
    served('2.0', 40, { endpoint: 'GET /new' }),
    // Neither of the two, and neither of the service.
    served('3.0', 6),
    served(null, 7),
    served('2.0', 8, { service: 'other' }),
  ]);
});
afterAll(async () => {
  await api.close();
  await database.close();
});

const compare = (more: Record<string, string> = {}) =>
  api.call(`/services/shop/versions?${new URLSearchParams({ before: '1.0', after: '2.0', ...more })}`);
const numbers = (count: number, errorRate: number, p50Latency: number | null, p95Latency: number | null) => ({
  count,
  errorRate: expect.closeTo(errorRate, 9),
  p50Latency,
  p95Latency: p95Latency === null ? null : expect.closeTo(p95Latency, 9),
});

describe('two versions of a service', () => {
  it('are told side by side, together and by endpoint, those called most first', async () => {
    const { status, body } = await compare();
    expect([status, body.data]).toEqual([
      200,
      {
        all: { before: numbers(5, 20, 3, 4.8), after: numbers(4, 50, 20, 38) },
        endpoints: [
          { endpoint: 'GET /a', before: numbers(4, 25, 2.5, 3.85), after: numbers(3, 200 / 3, 15, 19.5) },
          { endpoint: 'GET /gone', before: numbers(1, 0, 5, 5), after: null },
          { endpoint: 'GET /new', before: null, after: numbers(1, 0, 40, 40) },
        ],
      },
    ]);
  });

  it('are those of the range, its end left out', async () => {
    const at = (n: number) => new Date(start + n).toISOString();
    const { body } = await compare({ startDate: at(4), endDate: at(20) });
    expect(body.data.all).toEqual({ before: numbers(2, 50, 4.5, 4.95), after: numbers(1, 0, 10, 10) });
    const none = await compare({ before: '9' });
    expect(none.body.data.all).toMatchObject({ before: null, after: { count: 4 } });
    const reversed = await compare({ startDate: at(2), endDate: at(1) });
    expect([reversed.status, reversed.body.error?.issues?.[0]?.path]).toEqual([400, 'endDate']);
  });

  it('must both be named', async () => {
    const { status, body } = await api.call('/services/shop/versions?before=1.0&zz=1');
    const named = body.error?.issues?.map(({ path }) => path);
    expect([status, named?.sort()]).toEqual([400, ['after', 'zz']]);
  });
});
