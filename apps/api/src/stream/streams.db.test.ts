import { mergeBatch } from '@apiscope/db/metrics/merge-batch';
import { createTestDb, type TestDb } from '@apiscope/db/testing/test-db';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestApp, type TestApp } from '../testing/open-test-app.ts';
import { parseEvents, type ServerSentEvent } from '../testing/parse-events.ts';

let database: TestDb;
let api: TestApp;
let other: TestApp;
beforeAll(async () => {
  database = await createTestDb();
  api = await openTestApp(database.url);
  other = await openTestApp(database.url);
});
afterAll(async () => {
  await api.close();
  await other.close();
  await database.close();
});

const open = async (path: string) => {
  const response = await api.app.request(path);
  const events = parseEvents(response.body!);
  const start = (await take(events, 2))[1]!.id!;
  return { events, start, close: () => response.body!.cancel().catch(() => {}) };
};
const take = async (events: AsyncGenerator<ServerSentEvent>, count: number) => {
  const taken: ServerSentEvent[] = [];
  while (taken.length < count) taken.push((await events.next()).value as ServerSentEvent);
  return taken;
};
const post = (service: string, messages: string[], level = 'info') =>
  other.send(
    'POST',
    '/logs',
    messages.map((message) => ({ source: 'test', level, message, service })),
  );

describe('streams over the database', () => {
  it('bring what another process stores, filtered, and resume with exactly the rest', async () => {
    const { events, start } = await open('/logs/stream?service__eq=live&level__gte=warn');
    await post('live', ['a', 'b'], 'error');
    await post('live', ['not severe']);
    await post('elsewhere', ['not this service'], 'error');
    await post('live', ['c'], 'warn');
    const seen = await take(events, 3);
    expect(seen.map(({ data }) => JSON.parse(data!).message)).toEqual(['a', 'b', 'c']);
    await events.return(undefined);

    const resumed = await open(`/logs/stream?service__eq=live&lastEventId=${seen[0]!.id}`);
    expect((await take(resumed.events, 3)).map(({ data }) => JSON.parse(data!).message)).toEqual([
      'b',
      'not severe',
      'c',
    ]);
    const fromStart = await open(`/logs/stream?service__eq=live&lastEventId=${start}`);
    expect((await take(fromStart.events, 1)).map(({ id }) => id)).toEqual([seen[0]!.id]);
    await resumed.events.return(undefined);
    await fromStart.events.return(undefined);
  });

  it('bring a metric window whenever it changes', async () => {
    const { events } = await open('/metrics/stream?service__eq=windows');
    const send = async (batchId: string) => {
      const request = {
        timestamp: '2026-01-31T09:00:00Z',
        method: 'GET',
        path: '/a',
        statusCode: 200,
        duration: 5,
      };
      await other.send('POST', '/ingest/requests', { batchId, service: 'windows', requests: [request] });
      await mergeBatch(other.deps.db, { batchId, maxEndpoints: 2_000 });
    };
    await send('7d8ffb0a-6a35-4a5c-9f53-0a4d9b9f2c11');
    const [first] = await take(events, 1);
    expect(first).toMatchObject({ event: 'metric-update' });
    expect(JSON.parse(first!.data!)).toMatchObject({ endpoint: 'GET /a', trafficCount: 1 });
    await send('7d8ffb0a-6a35-4a5c-9f53-0a4d9b9f2c12');
    expect(JSON.parse((await take(events, 1))[0]!.data!)).toMatchObject({ trafficCount: 2 });
    await events.return(undefined);
  });
});
