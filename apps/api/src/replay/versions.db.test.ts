import { insertSnapshots } from '@apiscope/db/replay/insert-snapshots';
import { makeSnapshot } from '@apiscope/db/testing/make-snapshot';
import { createTestDb, type TestDb } from '@apiscope/db/testing/test-db';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestApp, type TestApp } from '../testing/open-test-app.ts';

let database: TestDb;
let api: TestApp;
const start = Date.UTC(2026, 1, 3, 12);
const endpoint = 'GET /orders/{id}';

beforeAll(async () => {
  database = await createTestDb();
  api = await openTestApp(database.url);
  const json = { contentType: 'application/json', size: null, truncated: false, omitted: null };
  const answered = (
    version: string | null,
    n: number,
    over: Partial<Parameters<typeof makeSnapshot>[0]> & { data?: unknown } = {},
  ) => {
    const { data = { id: n, items: [{ at: 1 }, { at: 2 }] }, ...rest } = over;
    return makeSnapshot({
      endpoint,
      method: 'GET',
      path: `/orders/${n}`,
      query: {},
      body: null,
      bodyInfo: null,
      statusCode: 200,
      responseHeaders: { 'content-type': 'application/json' },
      responseBody: JSON.stringify(data),
      responseBodyInfo: json,
      version,
      duration: n,
      timestamp: start + n,
      ...rest,
    });
  };
  await insertSnapshots(database.db, [
    ...[1, 2, 3, 4].map((n) => answered('1.0', n)),
    // An older answer of the same version to the same request: the newest counts.
    answered('1.0', 1, { data: 'old', timestamp: start - 5 }),
    answered('2.0', 1, { timestamp: start + 101 }),
    answered('2.0', 2, { timestamp: start + 102, data: { id: 2, items: [{ at: 1 }, { at: 7 }], total: 1 } }),
    answered('2.0', 3, { timestamp: start + 103, data: { id: 3, items: [{ at: 9 }, { at: 8 }] } }),
    // Not alike: another query, another body.
    answered('2.0', 4, { timestamp: start + 104, query: { page: '2' } }),
    answered('2.0', 4, { timestamp: start + 105, body: 'x' }),
    answered('2.0', 9, { timestamp: start + 106, statusCode: 500 }),
    answered(null, 9, { timestamp: start + 50, duration: null, statusCode: null }),
    answered('2.0', 1, { service: 'other', timestamp: start + 200 }),
  ]);
});
afterAll(async () => {
  await api.close();
  await database.close();
});

const query = (more = {}) => new URLSearchParams({ service: 'shop', endpoint, ...more });

describe('versions of an endpoint', () => {
  it('are told apart with counts, latency and failures, the one that served last first', async () => {
    const { status, body } = await api.call(`/replay/versions?${query()}`);
    expect(status).toBe(200);
    expect(body.data).toMatchObject([
      {
        version: '2.0',
        count: 6,
        p50Latency: 3.5,
        errorRate: expect.closeTo(100 / 6, 9),
        lastSeen: new Date(start + 106).toISOString(),
      },
      { version: null, count: 1, p50Latency: null, p95Latency: null, errorRate: 100 },
      { version: '1.0', count: 5, p50Latency: 2, errorRate: 0, firstSeen: new Date(start - 5).toISOString() },
    ]);
    expect((await api.call('/replay/versions?service=shop&endpoint=GET+/nowhere')).body.data).toEqual([]);
    expect((await api.call('/replay/versions?service=shop')).status).toBe(400);
  });

  it('are compared by what they answered to alike requests, the newest of each', async () => {
    const { body } = await api.call(`/replay/versions/compare?${query({ before: '1.0', after: '2.0' })}`);
    expect(body.data).toMatchObject({
      pairs: 3,
      equal: 1,
      different: 2,
      paths: [
        { path: 'body.items.*.at', count: 2 },
        { path: 'body.total', count: 1 },
      ],
    });
    const [first] = body.data.paths as { before: number; after: number }[];
    const versions = await Promise.all([first!.before, first!.after].map((id) => api.call(`/replay/${id}`)));
    expect(versions.map((answer) => answer.body.data.version)).toEqual(['1.0', '2.0']);
    const none = await api.call(`/replay/versions/compare?${query({ before: '1.0', after: '9' })}`);
    expect(none.body.data).toEqual({ pairs: 0, equal: 0, different: 0, paths: [] });
  });
});
