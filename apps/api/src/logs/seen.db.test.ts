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

const at = (minute: number) => `2026-11-20T10:${String(minute).padStart(2, '0')}:00.000Z`;
const line = (minute: number, message: string, meta: object, requestId?: string) => ({
  service: 'shop',
  source: 'API',
  level: 'error',
  message,
  meta,
  created_at: at(minute),
  ...(requestId && { requestId }),
});
const request = (minute: number, statusCode: number, message: string, requestId?: string) => ({
  method: 'POST',
  route: '/orders/{id}',
  path: `/orders/${minute}`,
  statusCode,
  duration: 5,
  timestamp: at(minute),
  responseHeaders: { 'content-type': 'application/json' },
  responseBody: JSON.stringify({ message }),
  ...(requestId && { requestId }),
});
const report = (version: string, requests: object[]) =>
  api.send('POST', '/ingest/requests', {
    batchId: crypto.randomUUID(),
    service: 'shop',
    version,
    requests,
  });

describe('seen before', () => {
  it('answers for a log line and for a failed request of a service that broke with a version', async () => {
    await report('1.0', [request(1, 200, 'fine')]);
    await report('1.1', [
      request(10, 500, 'stock of order 10 is negative'),
      request(12, 500, 'stock of order 12 is negative', 'r-12'),
    ]);
    await api.send('POST', '/logs', [
      line(2, 'started', { 'service.version': '1.0' }),
      line(10, 'stock of order 10 is negative', {}),
      line(12, 'stock of order 12 is negative, token=hunter2hunter2', { version: '1.1' }, 'r-12'),
      line(13, 'stock of order 13 is negative', { version: '1.1' }),
    ]);
    const { body: lines } = await api.call('/logs?order=desc&limit=1');
    const { status, body } = await api.call(`/logs/${lines.data[0]!.id}/seen`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      data: {
        pattern: 'stock of order <num> is negative',
        isOverflow: false,
        firstSeen: at(10),
        lastSeen: at(10),
        count: 2,
        version: '1.1',
        lastVersionWithout: '1.0',
      },
      error: null,
      metadata: null,
    });
    const { body: failed } = await api.call('/replay?statusCode__gte=500&limit=1');
    const seen = await api.call(`/replay/${failed.data[0]!.id}/seen`);
    expect(seen.body.data).toMatchObject({
      isFailure: true,
      message: 'stock of order 12 is negative',
      firstSeen: at(10),
      lastSeen: at(10),
      count: 2,
      countIsCapped: false,
      version: '1.1',
      lastVersionWithout: '1.0',
      logs: [{ requestId: 'r-12' }],
    });
    const [nearest] = seen.body.data.similar as { pattern: string; similarity: number }[];
    expect(nearest).toMatchObject({ pattern: 'stock of order <num> is negative' });
    expect(nearest!.similarity).toBeGreaterThan(0.99);
    expect(JSON.stringify(seen.body)).not.toContain('hunter2');
    expect(JSON.stringify(seen.body)).not.toContain('embedding');
  });

  it('does not know what is not there, nor other parameters', async () => {
    for (const path of ['/logs/999999/seen', '/replay/999999/seen'])
      expect((await api.call(path)).status, path).toBe(404);
    for (const path of ['/logs/1/seen', '/replay/1/seen']) {
      const { status, body } = await api.call(`${path}?limit=5`);
      expect([status, body.error!.issues!.map((issue) => issue.path)]).toEqual([400, ['limit']]);
    }
  });
});
