import { listSnapshotsInput } from '@apiscope/core/replay/schema';
import { parseListQuery } from '@apiscope/core/search/parse';
import { replayRuns } from '@apiscope/core/search/resources/replay-runs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { inTransaction } from '../client.ts';
import { withPartitions } from '../partitions/ensure-partitions.ts';
import { listPartitions } from '../partitions/list-partitions.ts';
import { dayTables } from '../retention/day-tables.ts';
import { expireBefore } from '../testing/expire-before.ts';
import { makeSnapshot as make } from '../testing/make-snapshot.ts';
import { createTestDb, type TestDb } from '../testing/test-db.ts';
import { getSnapshot } from './get-snapshot.ts';
import { insertSnapshots } from './insert-snapshots.ts';
import { listReplayRuns } from './list-runs.ts';
import { listSnapshots } from './list-snapshots.ts';
import { listWholeSnapshots } from './list-whole-snapshots.ts';

const day = 86_400_000;
const start = Date.UTC(2026, 1, 3, 12);

let test: TestDb;
beforeAll(async () => {
  test = await createTestDb();
});
afterAll(() => test.close());
beforeEach(async () => {
  await test.db.$executeRaw`TRUNCATE request_snapshots, replay_runs`;
});

const list = (input: Record<string, unknown> = {}) => listSnapshots(test.db, listSnapshotsInput.parse(input));
const pathsOf = async (input: Record<string, unknown>) => (await list(input)).data.map(({ path }) => path);

describe('listWholeSnapshots', () => {
  const walk = async (maxBytes: number, limit: number) => {
    const pages: string[][] = [];
    let cursor: string | null = null;
    do {
      const input = listSnapshotsInput.parse({ limit, method: 'POST', ...(cursor && { cursor }) });
      const { data, metadata }: Awaited<ReturnType<typeof listWholeSnapshots>> = await listWholeSnapshots(
        test.db,
        input,
        { countTotal: false, maxBytes },
      );
      pages.push(data.map(({ path }) => path));
      cursor = metadata.nextCursor;
    } while (cursor !== null);
    return pages;
  };

  it('ends a page once it is heavy or full, never without a row, and skips none', async () => {
    const sizes = [10, 60_000, 10, 200, 60_000, 60_000, 10, 10];
    await insertSnapshots(test.db, [
      ...sizes.map((size, n) => make({ path: `/${n}`, body: 'x'.repeat(size), timestamp: start - n })),
      make({ path: '/get', method: 'GET' }),
    ]);
    expect(await walk(50_000, 3)).toEqual([['/0', '/1'], ['/2', '/3', '/4'], ['/5'], ['/6', '/7']]);
    expect(await walk(1, 3)).toEqual(sizes.map((_, n) => [`/${n}`]));
    expect(await walk(1e9, 3)).toEqual([
      ['/0', '/1', '/2'],
      ['/3', '/4', '/5'],
      ['/6', '/7'],
    ]);
  });

  it('gives every column as it is stored, the bodies as text, and nothing of the weighing', async () => {
    await insertSnapshots(test.db, [make()]);
    const { data } = await listWholeSnapshots(test.db, listSnapshotsInput.parse({}), { maxBytes: 1e6 });
    const snapshot = await getSnapshot(test.db, data[0]!.id);
    expect(data).toEqual([{ ...snapshot, body: make().body, responseBody: make().responseBody }]);
  });
});

describe('insertSnapshots and getSnapshot', () => {
  it('gives back what was stored: lists in order, a zero latitude, JSON bodies parsed', async () => {
    expect(await insertSnapshots(test.db, [make()])).toBe(1);
    const [item] = (await list()).data;
    const snapshot = await getSnapshot(test.db, item!.id);
    const { body, responseBody, timestamp, ...rest } = make();
    expect(snapshot).toMatchObject({ ...rest, pinned: false, timestamp: new Date(timestamp).toISOString() });
    expect(snapshot.body).toEqual({ n: 1, text: 'ü\0' });
    expect(snapshot.responseBody).toBe(responseBody);
    expect(item).not.toHaveProperty('headers');
    expect(item).not.toHaveProperty('body');
    const [stored] = await test.db.$queryRaw<{ body: string }[]>`SELECT body FROM request_snapshots`;
    expect(stored?.body).toBe(body);
  });

  it('leaves bodies as text that are cut, no JSON, or not whole', async () => {
    const info = { contentType: 'application/problem+json', size: null, truncated: false, omitted: null };
    await insertSnapshots(test.db, [
      make({ path: '/cut', body: '{"a":1}', bodyInfo: { ...info, truncated: true } }),
      make({ path: '/broken', body: '{"a":', bodyInfo: info }),
      make({ path: '/text', body: '1', bodyInfo: { ...info, contentType: 'text/plain' } }),
      make({ path: '/none', body: null, bodyInfo: null, statusCode: null, responseHeaders: null }),
      make({ path: '/whole', body: '[1]', bodyInfo: info }),
    ]);
    const bodies: Record<string, unknown> = {};
    for (const { id, path } of (await list()).data) bodies[path] = (await getSnapshot(test.db, id)).body;
    expect(bodies).toEqual({
      '/cut': '{"a":1}',
      '/broken': '{"a":',
      '/text': '1',
      '/none': null,
      '/whole': [1],
    });
  });

  it('makes the partitions of any day, and joins a transaction whose caller made them', async () => {
    await insertSnapshots(test.db, [
      make({ timestamp: Date.UTC(1999, 11, 31) }),
      make({ timestamp: start + 90 * day }),
    ]);
    const failing = withPartitions(test.db, { table: 'request_snapshots', moments: [start] }, () =>
      inTransaction(test.db, async (tx) => {
        await insertSnapshots(tx, [make({ path: '/rolled-back' })]);
        throw new Error('changed my mind');
      }),
    );
    await expect(failing).rejects.toThrow('changed my mind');
    expect((await list()).metadata.total).toBe(2);
  });

  it('knows no deleted or unknown snapshot', async () => {
    await insertSnapshots(test.db, [make()]);
    const id = (await list()).data[0]!.id;
    await test.db.$executeRaw`UPDATE request_snapshots SET deleted_at = now()`;
    await expect(getSnapshot(test.db, id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(getSnapshot(test.db, 987_654)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect((await list()).metadata.total).toBe(0);
  });
});

describe('listSnapshots', () => {
  it('takes plain parameters and filters together, and pages by cursor without loss', async () => {
    const many = Array.from({ length: 25 }, (_, index) =>
      make({ path: `/orders/${index}`, timestamp: start + index * 1_000, statusCode: index % 2 ? 404 : 200 }),
    );
    await insertSnapshots(test.db, [...many, make({ method: 'GET', path: '/other', service: 'blog' })]);
    expect(await pathsOf({ method: 'GET' })).toEqual(['/other']);
    expect(await pathsOf({ path: '/orders/3' })).toEqual(['/orders/3']);
    expect(await pathsOf({ service: 'blog', statusCode: 404 })).toEqual([]);
    const range = {
      startDate: new Date(start + 3_000).toISOString(),
      endDate: new Date(start + 5_000).toISOString(),
    };
    expect(await pathsOf(range)).toEqual(['/orders/5', '/orders/4', '/orders/3']);
    const seen: string[] = [];
    let cursor: string | null | undefined;
    do {
      const page = await list({
        statusCode: 404,
        path__startswith: '/orders',
        limit: 5,
        cursor: cursor ?? undefined,
      });
      seen.push(...page.data.map(({ path }) => path));
      expect(page.metadata.total).toBe(12);
      cursor = page.metadata.nextCursor;
    } while (cursor);
    expect(seen).toEqual(Array.from({ length: 12 }, (_, at) => `/orders/${23 - 2 * at}`));
  });
});

describe('listReplayRuns', () => {
  it('lists the replays of a snapshot that exists', async () => {
    await insertSnapshots(test.db, [make()]);
    const id = (await list()).data[0]!.id;
    await test.db.$executeRaw`
      INSERT INTO replay_runs (snapshot_id, status, actor, diff) VALUES (${id}::int, 'done', 'me', '{"same": true}'), (0, 'done', 'me', NULL)`;
    const query = parseListQuery(replayRuns, {});
    const { data, metadata } = await listReplayRuns(test.db, id, query);
    expect(metadata.total).toBe(1);
    expect(data).toMatchObject([
      { snapshotId: id, status: 'done', actor: 'me', diff: { same: true }, target: null },
    ]);
    await expect(listReplayRuns(test.db, 987_654, query)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('retention of snapshots', () => {
  it('drops whole days, and keeps pinned snapshots in theirs', async () => {
    const old = [0, 1, 2].flatMap((ahead) =>
      ['/a', '/b'].map((path) => make({ path, timestamp: start + ahead * day })),
    );
    await insertSnapshots(test.db, old);
    await test.db
      .$executeRaw`UPDATE request_snapshots SET pinned = true WHERE path = '/a' AND timestamp = ${new Date(start + day)}`;
    const before = new Set((await listPartitions(test.db, 'request_snapshots')).map(({ name }) => name));
    const { partitions } = await expireBefore(test.db, dayTables.snapshots, start + 2 * day);
    const after = new Set((await listPartitions(test.db, 'request_snapshots')).map(({ name }) => name));
    expect([before.has('request_snapshots_20260203'), after.has('request_snapshots_20260203')]).toEqual([
      true,
      false,
    ]);
    expect(before.size - after.size).toBe(partitions);
    const left = (await list({ order: 'asc' })).data.map(({ path, timestamp, pinned }) => ({
      path,
      timestamp,
      pinned,
    }));
    expect(left).toEqual([
      { path: '/a', timestamp: new Date(start + day).toISOString(), pinned: true },
      { path: '/a', timestamp: new Date(start + 2 * day).toISOString(), pinned: false },
      { path: '/b', timestamp: new Date(start + 2 * day).toISOString(), pinned: false },
    ]);
    expect(await expireBefore(test.db, dayTables.snapshots, start + 2 * day)).toMatchObject({
      rows: 0,
      partitions: 0,
    });
  });
});
