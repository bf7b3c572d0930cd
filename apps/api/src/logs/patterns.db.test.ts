import { createTestDb, type TestDb } from '@apiscope/db/testing/test-db';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestApp, type TestApp } from '../testing/open-test-app.ts';

let database: TestDb;
let api: TestApp;
const hour = 3_600_000;
const now = Date.now();

beforeAll(async () => {
  database = await createTestDb();
  api = await openTestApp(database.url);
  const at = (ms: number) => new Date(now - ms).toISOString();
  await api.send('POST', '/logs', [
    { service: 'shop', source: 'API', level: 'info', message: 'order 17 paid', created_at: at(50 * hour) },
    { service: 'shop', source: 'API', level: 'info', message: 'order 18 paid', created_at: at(2 * hour) },
    {
      service: 'shop',
      source: 'API',
      level: 'error',
      message: 'payment of order 19 failed',
      created_at: at(hour),
    },
    { service: 'mail', source: 'API', level: 'info', message: 'order 20 paid', created_at: at(hour) },
  ]);
});
afterAll(async () => {
  await api.close();
  await database.close();
});

const names = ({ data }: { data: Record<string, unknown>[] }) =>
  data.map(({ service, pattern }) => `${service}: ${pattern}`);

describe('GET /logs/patterns', () => {
  it('is a list of its own beside /logs/{id}, in the envelope, with trends of the last 24 hours', async () => {
    const { status, body } = await api.call('/logs/patterns?service__eq=shop&order_by=count&order=desc');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      data: [
        { pattern: 'order <num> paid', sample: 'order 17 paid', count: 2, levels: { info: 2, error: 0 } },
        { pattern: 'payment of order <num> failed', count: 1, levels: { info: 0, error: 1 } },
      ],
      error: null,
      metadata: { total: 2, nextCursor: null, trend: { windowSize: 3_600 } },
    });
    for (const { trend } of body.data) {
      expect(trend).toHaveLength(25);
      expect((trend as number[]).reduce((a, b) => a + b)).toBe(1);
    }
  });

  it('lists what is new since a moment', async () => {
    const since = new Date(now - 24 * hour).toISOString();
    const { body } = await api.call(`/logs/patterns?firstSeen__gte=${since}&order_by=firstSeen&order=asc`);
    expect(names(body).sort()).toEqual(['mail: order <num> paid', 'shop: payment of order <num> failed']);
  });

  it.each([
    ['level__gte=warn', 'level__gte'],
    ['fingerprint__eq=a', 'fingerprint__eq'],
    ['embedding__isnull=true', 'embedding__isnull'],
    ['order_by=levels', 'order_by'],
    ['startDate=soon', 'startDate'],
    ['startDate=2026-01-02&endDate=2026-01-01', 'endDate'],
    ['windowSize=60', 'windowSize'],
  ])('refuses %s by name', async (query, path) => {
    const { status, body } = await api.call(`/logs/patterns?${query}`);
    expect([status, body.error!.issues!.map((issue) => issue.path)]).toEqual([400, [path]]);
  });
});

describe('one pattern', () => {
  const idOf = async (query: string) =>
    (await api.call(`/logs/patterns?${query}`)).body.data[0]!.id as number;

  it('is the pattern of its lines, with its trend by level and the patterns like it', async () => {
    const line = (await api.call('/logs?level__eq=error')).body.data[0]!;
    const { body } = await api.call(`/logs/patterns/${line.patternId}`);
    expect(body.data).toMatchObject({ id: line.patternId, sample: line.message, isOverflow: false });
    const { body: trend } = await api.call(`/logs/patterns/${line.patternId}/trend?windowSize=7200`);
    expect(trend.metadata).toMatchObject({ windowSize: 7_200 });
    expect(trend.data.filter(({ count }) => count !== 0)).toMatchObject([{ count: 1, levels: { error: 1 } }]);
    const paid = await idOf('service__eq=mail');
    const { body: similar } = await api.call(`/logs/patterns/${paid}/similar?limit=2`);
    expect(names(similar)).toEqual(['shop: order <num> paid', 'shop: payment of order <num> failed']);
    expect(similar.data[0]!.similarity).toBeCloseTo(1);
  });

  it('that is unknown, or asked for wrongly, says so', async () => {
    const id = await idOf('');
    for (const path of ['999', '999/trend', '999/similar'])
      expect((await api.call(`/logs/patterns/${path}`)).status, path).toBe(404);
    for (const [path, named] of [
      [`${id}/trend?windowSize=90`, 'windowSize'],
      [`${id}/trend?windowSize=60&startDate=2026-01-01&endDate=2026-02-01`, 'windowSize'],
      [`${id}/trend?level__eq=error`, 'level__eq'],
      [`${id}/similar?limit=101`, 'limit'],
      ['newest', 'id'],
    ]) {
      const { status, body } = await api.call(`/logs/patterns/${path}`);
      expect([status, body.error!.issues!.map((issue) => issue.path)]).toEqual([400, [named]]);
    }
  });
});
