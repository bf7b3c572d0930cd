import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logStream } from '../logs/log-row.ts';
import { ensurePartitions } from '../partitions/ensure-partitions.ts';
import { createTestDb, type TestDb } from '../testing/test-db.ts';
import { untilSettled } from '../testing/until-settled.ts';
import { adoptCluster } from './adopt-cluster.ts';
import { compareStreamCursors, parseStreamCursor } from './cursor.ts';
import { headCursor, newestCursor, readAfter } from './read-after.ts';

const day = Date.UTC(2026, 0, 31);
const dayMs = 86_400_000;
let test: TestDb;
beforeAll(async () => {
  test = await createTestDb();
  await ensurePartitions(test.db, 'logs', [day]);
  await ensurePartitions(test.db, 'metrics_minutes', [day]);
});
afterAll(() => test.close());

const insert = (message: string, at = day) =>
  test.db.$executeRaw`
    INSERT INTO logs (service, source, severity, message, created_at) VALUES ('s', 'a', 9, ${message}, ${new Date(at)})`;
const read = async (cursor: string) => {
  const { rows, held } = await readAfter(test.db, logStream, { cursor, limit: 100 });
  return { messages: rows.map(({ row }) => row.message), held };
};
const readSettled = (cursor: string) => untilSettled(() => read(cursor));
const baseOf = async () => (await test.db.streamBase.findFirstOrThrow()).base;
/** As if all of it had come from a cluster that had begun two billion transactions. */
const comeFrom = async (cluster: string | null, xid: bigint) => {
  await test.db.$executeRaw`UPDATE logs SET xid = ${String(xid)}::text::xid8`;
  await test.db.streamBase.updateMany({ data: { cluster } });
};

describe('adoptCluster', () => {
  it('changes nothing where the database has always been', async () => {
    expect(await test.db.streamBase.findMany()).toMatchObject([{ base: 0n, cluster: expect.any(String) }]);
    expect(await adoptCluster({ url: test.url })).toEqual({ raised: false });
    expect(await baseOf()).toBe(0n);
  });

  it('lets streams go on after all that was brought along from another cluster, with the cursors given out there', async () => {
    await insert('one');
    await insert('two');
    await comeFrom('7000000000000000000/1', 2_000_000_000n);
    // Unseen until then: the transaction of the rows seems to be still ahead.
    expect(await read('0-0')).toEqual({ messages: [], held: true });
    const { id } = await test.db.log.findFirstOrThrow({ where: { message: 'one' } });
    const given = `2000000000-${id}`;

    const raised = await Promise.all([1, 2, 3].map(() => adoptCluster({ url: test.url })));
    expect(raised.filter((each) => each.raised)).toEqual([{ raised: true }]);
    expect(await baseOf()).toBe(2n ** 40n);
    expect(await readSettled('0-0')).toEqual({ messages: ['one', 'two'], held: false });
    expect(await readSettled(given)).toEqual({ messages: ['two'], held: false });
    // Also one that was given out after the dump was taken.
    const afterTheDump = '2000009999-1';
    const head = await headCursor(test.db);
    await insert('three');
    await ensurePartitions(test.db, 'logs', [day + dayMs]);
    await insert('four, on a new day', day + dayMs);
    for (const [cursor, messages] of [
      [given, ['two', 'three', 'four, on a new day']],
      [afterTheDump, ['three', 'four, on a new day']],
      [head, ['three', 'four, on a new day']],
    ] as const) {
      expect(await readSettled(cursor)).toEqual({ messages, held: false });
      const newest = parseStreamCursor(await newestCursor(test.db))!;
      expect(compareStreamCursors(parseStreamCursor(cursor)!, newest)).toBeLessThanOrEqual(0);
    }
  });

  it('holds for windows that are written again, too', async () => {
    await test.db.$executeRaw`
      INSERT INTO metrics (resolution, service, endpoint, window_start, window_end, traffic_count, error_count, client_error_count,
        server_error_count, error_rate, latency_count, latency_sum, sketch, xid)
      VALUES (60, 's', 'GET /', ${new Date(day)}, ${new Date(day + 60_000)}, 1, 0, 0, 0, 0, 0, 0, '', '5')`;
    await test.db.$executeRaw`UPDATE metrics_minutes SET xid = DEFAULT`;
    const [row] = await test.db.$queryRaw<{ xid: string }[]>`SELECT xid::text FROM metrics_minutes`;
    expect(BigInt(row!.xid)).toBeGreaterThan(2n ** 40n);
  });

  it('knows rows that are ahead of this cluster where none was noted, and leaves others', async () => {
    await test.db.streamBase.updateMany({ data: { cluster: null } });
    expect(await adoptCluster({ url: test.url })).toEqual({ raised: false });
    await comeFrom(null, 2n ** 41n + 7n);
    expect(await adoptCluster({ url: test.url })).toEqual({ raised: true });
    expect(await baseOf()).toBe(3n * 2n ** 40n);
    expect((await readSettled(`${2n ** 41n}-0`)).messages.length).toBe(4);
  });

  it('raises for a copy that is told of', async () => {
    expect(await adoptCluster({ url: test.url, isCopy: true })).toEqual({ raised: true });
    expect(await baseOf()).toBe(4n * 2n ** 40n);
    await insert('five');
    expect(await readSettled(`${4n * 2n ** 40n}-0`)).toEqual({ messages: ['five'], held: false });
  });
});
