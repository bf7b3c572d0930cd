import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { insertSnapshots } from '../replay/insert-snapshots.ts';
import { makeLog, makeRules } from '../testing/make-log.ts';
import { makeSnapshot } from '../testing/make-snapshot.ts';
import { createTestDb, type TestDb } from '../testing/test-db.ts';
import { insertLog, insertLogs } from './insert-logs.ts';
import { seenLog } from './seen-log.ts';

const start = Date.UTC(2026, 0, 29, 12);
const [minute, day] = [60_000, 86_400_000];
const at = (minutes: number) => start + minutes * minute;
const iso = (minutes: number) => new Date(at(minutes)).toISOString();

let test: TestDb;
beforeAll(async () => {
  test = await createTestDb();
});
afterAll(() => test.close());
beforeEach(async () => {
  await test.db.$executeRaw`TRUNCATE logs, log_patterns, log_counts, service_versions, request_snapshots`;
});

const line = (message: string, minutes: number, version?: string, service = 'shop') =>
  makeLog({ message, service, createdAt: at(minutes), meta: version === undefined ? null : { version } });
const insert = (...lines: ReturnType<typeof line>[]) => insertLogs(test.db, lines, makeRules);
const seen = async (log: ReturnType<typeof line>) =>
  seenLog(test.db, { id: (await insertLog(test.db, log, makeRules)).id });
const released = (version: string, minutes: number) =>
  insertSnapshots(test.db, [makeSnapshot({ version, timestamp: at(minutes) })]);

describe('seenLog', () => {
  it('tells first, previous and count of the pattern, and the patterns near to it', async () => {
    await insert(
      line('order 1 failed', 0),
      line('order 2 failed', 30),
      line('order 3 failed', 30, undefined, 'mail'),
      line('order 4 failed', 90),
      line('payment 5 failed', 3),
    );
    const found = await seen(line('order 6 failed', 60));
    expect(found).toMatchObject({
      pattern: 'order <num> failed',
      isOverflow: false,
      firstSeen: iso(0),
      lastSeen: iso(30),
      count: 4,
      version: null,
      lastVersionWithout: null,
    });
    expect(found.similar.map(({ service, pattern }) => `${service} ${pattern}`)).toEqual([
      'mail order <num> failed',
      'shop payment <num> failed',
    ]);
    expect(found.similar[0]!.similarity).toBeCloseTo(1);
  });

  it('knows lines of the same millisecond by their id, and none before the first', async () => {
    const first = await insertLog(test.db, line('a 1', 0), makeRules);
    const second = await insertLog(test.db, line('a 2', 0), makeRules);
    expect(await seenLog(test.db, { id: first.id })).toMatchObject({
      firstSeen: iso(0),
      lastSeen: null,
      count: 2,
    });
    expect(await seenLog(test.db, { id: second.id })).toMatchObject({ lastSeen: iso(0) });
    await test.db.$executeRaw`UPDATE logs SET deleted_at = now() WHERE id = ${first.id}`;
    expect(await seenLog(test.db, { id: second.id })).toMatchObject({ lastSeen: null, count: 2 });
    await expect(seenLog(test.db, { id: first.id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(seenLog(test.db, { id: 999_999_999 })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('says nothing of a line past the cap of patterns but its version', async () => {
    const capped = { ...makeRules, maxPatterns: 1 };
    await insertLogs(test.db, [line('a', 0), line('b', 0)], capped);
    const { id } = await insertLog(test.db, line('c', 1, '7'), capped);
    expect(await seenLog(test.db, { id })).toMatchObject({
      isOverflow: true,
      pattern: '<overflow>',
      version: '7',
      firstSeen: null,
      lastSeen: null,
      count: null,
      lastVersionWithout: null,
      similar: [],
    });
  });
});

describe('the last version without a pattern', () => {
  it('is the one before that of its first line', async () => {
    await insert(line('all well', 0, '1.9'), line('all well', 10, '1.10'), line('boom', 11, '1.10'));
    await insert(line('all well', 20, '2.0'), line('boom', 21, '2.0'));
    const found = await seen(line('boom', 22, '2.0'));
    expect(found).toMatchObject({ version: '2.0', lastVersionWithout: '1.9' });
  });

  it('is known of versions that appeared in the same millisecond', async () => {
    await insert(line('all well', 0, '1'));
    expect(await seen(line('boom', 0, '2'))).toMatchObject({ version: '2', lastVersionWithout: '1' });
  });

  it('is the one it was gone in, when it came back', async () => {
    await insert(line('boom', 1, '1'), line('all well', 10, '2'));
    expect(await seen(line('boom', 21, '3'))).toMatchObject({ lastVersionWithout: '2' });
    await insert(line('boom', 15, '2'));
    expect(await seen(line('boom', 22, '3'))).toMatchObject({ lastVersionWithout: null });
  });

  it('is not blamed for lines of an older version that still runs', async () => {
    await insert(
      line('all well', 0, '0'),
      line('boom', 1, '1'),
      line('all well', 10, '2'),
      line('boom', 12, '1'),
    );
    expect(await seen(line('boom', 21, '3'))).toMatchObject({ lastVersionWithout: '2' });
    await insert(...Array.from({ length: 120 }, (_, n) => line('boom', 13 + n / 100, '1')));
    expect(await seen(line('boom', 22, '3'))).toMatchObject({ lastVersionWithout: '0' });
  });

  it('comes from captured requests where lines name no version, whatever other services run', async () => {
    await released('1', 0);
    await released('2', 10);
    await insertSnapshots(test.db, [makeSnapshot({ service: 'mail', version: '9', timestamp: at(11) })]);
    await insert(line('boom', 12));
    expect(await seen(line('boom', 20))).toMatchObject({ version: '2', lastVersionWithout: '1' });
    await released('3', 30);
    expect(await seen(line('boom', 29))).toMatchObject({ version: '2', lastVersionWithout: '1' });
    expect(await seen(line('boom', 40))).toMatchObject({ version: '3', lastVersionWithout: '1' });
  });

  it('is unknown while the first version runs, or when what would tell is gone', async () => {
    await released('1', 0);
    expect(await seen(line('boom', 5))).toMatchObject({ version: '1', lastVersionWithout: null });
    await released('2', 10);
    await released('3', 3 * 24 * 60);
    await insert(line('all well', 3 * 24 * 60 + 1));
    expect(await seen(line('boom', 3 * 24 * 60 + 2))).toMatchObject({ lastVersionWithout: '2' });
    await test.db.$executeRaw`DELETE FROM logs WHERE created_at < ${new Date(start + day)}`;
    expect(await seen(line('boom', 3 * 24 * 60 + 3))).toMatchObject({ lastVersionWithout: null });
  });
});
