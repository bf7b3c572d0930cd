import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { insertLogs } from '../logs/insert-logs.ts';
import { makeLog, makeRules } from '../testing/make-log.ts';
import { makeSnapshot } from '../testing/make-snapshot.ts';
import { createTestDb, type TestDb } from '../testing/test-db.ts';
import { insertSnapshots, type NewSnapshot } from './insert-snapshots.ts';
import { seenSnapshot } from './seen-snapshot.ts';

const start = Date.UTC(2026, 0, 29, 12);
const iso = (minutes: number) => new Date(start + minutes * 60_000).toISOString();

let test: TestDb;
beforeAll(async () => {
  test = await createTestDb();
});
afterAll(() => test.close());
beforeEach(async () => {
  await test.db
    .$executeRaw`TRUNCATE logs, log_patterns, log_counts, service_versions, request_snapshots RESTART IDENTITY`;
});

const json = { contentType: 'application/json', size: null, truncated: false, omitted: null };
const request = (minutes: number, version: string | null, changes: Partial<NewSnapshot> = {}) =>
  makeSnapshot({ version, timestamp: start + minutes * 60_000, requestId: null, ...changes });
const failed = (minutes: number, version: string | null, changes: Partial<NewSnapshot> = {}) =>
  request(minutes, version, {
    statusCode: 502,
    responseBody: JSON.stringify({ error: { message: `no answer from 10.0.0.${minutes} in 30 s` } }),
    responseBodyInfo: json,
    ...changes,
  });
/** Stores snapshots, the last of which is asked about. */
const seen = async (...snapshots: NewSnapshot[]) => {
  await insertSnapshots(test.db, snapshots);
  const [last] = await test.db.$queryRaw<{ id: bigint }[]>`SELECT max(id) AS id FROM request_snapshots`;
  return seenSnapshot(test.db, { id: Number(last!.id), embedder: makeRules.embedder });
};

describe('seenSnapshot', () => {
  it('tells first, previous and count of the same failure of the same endpoint', async () => {
    const found = await seen(
      failed(1, '1'),
      failed(2, '1', { endpoint: 'GET /orders' }),
      failed(3, '1', { statusCode: 503 }),
      failed(4, '1', { service: 'mail' }),
      failed(5, '1', { responseBody: '{"error":"other"}' }),
      request(6, '1'),
      failed(7, '1'),
      failed(9, '1'),
      failed(8, '1'),
    );
    expect(found).toMatchObject({
      isFailure: true,
      message: 'no answer from 10.0.0.8 in 30 s',
      firstSeen: iso(1),
      lastSeen: iso(7),
      count: 4,
      countIsCapped: false,
      version: '1',
      logs: [],
    });
  });

  it('counts requests without an answer, and those whose answer says nothing, as failures of their own', async () => {
    const silent = { statusCode: null, responseBody: null, responseBodyInfo: null, responseHeaders: null };
    expect(await seen(failed(1, null), failed(2, null, silent), failed(3, null, silent))).toMatchObject({
      message: null,
      firstSeen: iso(2),
      lastSeen: iso(2),
      count: 2,
      similar: [],
    });
  });

  it('counts up to ten thousand', async () => {
    await insertSnapshots(test.db, [failed(1, '1')]);
    const copy = (rows: number) => test.db.$executeRaw`
      INSERT INTO request_snapshots (service, endpoint, method, path, status_code, failure, timestamp)
      SELECT service, endpoint, method, path, status_code, failure, timestamp
      FROM request_snapshots CROSS JOIN generate_series(1, ${rows}::int) WHERE id = 1`;
    const ask = () => seenSnapshot(test.db, { id: 1, embedder: makeRules.embedder });
    await copy(9_999);
    expect(await ask()).toMatchObject({ count: 10_000, countIsCapped: false });
    await copy(1);
    expect(await ask()).toMatchObject({ count: 10_000, countIsCapped: true });
  });

  it('hides deleted snapshots, and knows those from before failures had keys by the newer ones alone', async () => {
    await insertSnapshots(test.db, [failed(1, '1'), failed(2, '1'), failed(3, '1')]);
    await test.db.$executeRaw`UPDATE request_snapshots SET deleted_at = now() WHERE id = 1`;
    await test.db.$executeRaw`UPDATE request_snapshots SET failure = NULL WHERE id = 2`;
    const ask = (id: number) => seenSnapshot(test.db, { id, embedder: makeRules.embedder });
    expect(await ask(3)).toMatchObject({ firstSeen: iso(3), lastSeen: null, count: 1 });
    expect(await ask(2)).toMatchObject({ firstSeen: iso(2), lastSeen: null, count: 2 });
    for (const id of [1, 99]) await expect(ask(id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('gives the nearest patterns of logs to its message, and the lines of the same request', async () => {
    const at = (minutes: number) => start + minutes * 60_000;
    const line = (message: string, minutes: number, requestId: string | null) =>
      makeLog({ message, createdAt: at(minutes), requestId });
    await insertLogs(
      test.db,
      [
        line('no answer from 10.9.9.9 in 5 s', 3, null),
        line('calling 10.0.0.1', 2, 'r-7'),
        line('giving up', 1, 'r-7'),
        line('giving up', 4, 'r-8'),
      ],
      makeRules,
    );
    const found = await seen(failed(3, '1', { requestId: 'r-7' }));
    expect(found.logs.map(({ message }) => message)).toEqual(['giving up', 'calling 10.0.0.1']);
    expect(found.similar[0]).toMatchObject({ pattern: 'no answer from <ip> in <num> s' });
    expect(found.similar[0]!.similarity).toBeCloseTo(1);
    expect(found.similar.length).toBe(3);
  });

  it('of a request that did not fail gives its version and lines alone', async () => {
    await insertLogs(test.db, [makeLog({ message: 'fine', requestId: 'r-7', createdAt: start })], makeRules);
    expect(await seen(request(1, '1', { requestId: 'r-7' }))).toEqual({
      isFailure: false,
      message: null,
      firstSeen: null,
      lastSeen: null,
      count: null,
      countIsCapped: false,
      version: '1',
      lastVersionWithout: null,
      similar: [],
      logs: [expect.objectContaining({ message: 'fine' })],
    });
  });
});

describe('the last version without a failure', () => {
  it('is the newest earlier one in which the endpoint was called and did not fail so', async () => {
    expect(
      await seen(
        request(0, '1'),
        request(10, '2'),
        failed(11, '3'),
        failed(15, '2', { statusCode: 503 }),
        request(20, '4', { endpoint: 'GET /other' }),
        failed(31, '5'),
      ),
    ).toMatchObject({ version: '5', lastVersionWithout: '2' });
  });

  it('may be a later one than that of the first failure, and judges each request by the version it names', async () => {
    expect(await seen(failed(0, '1'), request(10, '2'), failed(12, '1'), failed(20, '3'))).toMatchObject({
      lastVersionWithout: '2',
    });
    expect(await seen(failed(13, '2'), failed(21, '3'))).toMatchObject({ lastVersionWithout: null });
  });

  it('is unknown where there is none, or requests name none', async () => {
    expect(await seen(failed(0, '1'), request(1, '1'), failed(2, '1'))).toMatchObject({
      lastVersionWithout: null,
    });
    expect(await seen(request(3, null), failed(4, null))).toMatchObject({
      version: null,
      lastVersionWithout: null,
    });
  });
});
