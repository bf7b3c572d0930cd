import { parseQuery } from '@apiscope/core/search/parse';
import { logs } from '@apiscope/core/search/resources/logs';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { logStream } from '../logs/log-row.ts';
import { ensurePartitions } from '../partitions/ensure-partitions.ts';
import { expireBefore } from '../testing/expire-before.ts';
import { createTestDb, type TestDb } from '../testing/test-db.ts';
import { untilSettled } from '../testing/until-settled.ts';
import { compareStreamCursors, parseStreamCursor } from './cursor.ts';
import { headCursor, newestCursor, readAfter, streamHorizon } from './read-after.ts';

const day = Date.UTC(2026, 0, 31);
let test: TestDb;
beforeAll(async () => {
  test = await createTestDb();
  await ensurePartitions(test.db, 'logs', [day, day + 86_400_000]);
});
afterAll(() => test.close());

const insertSql = `INSERT INTO logs (service, source, severity, message, created_at) VALUES ('s', 'a', 9, $1, $2)`;
const insert = (message: string, at = day) => test.db.$executeRawUnsafe(insertSql, message, new Date(at));
const read = async (cursor: string, limit = 100) => {
  const page = await readAfter(test.db, logStream, { cursor, limit });
  return { ...page, messages: page.rows.map(({ row }) => row.message) };
};
const readSettled = (cursor: string, limit?: number) => untilSettled(() => read(cursor, limit));
/** A head that has not fallen back behind a cursor, as it may for a moment. */
const settledHead = (least: string) =>
  vi.waitFor(
    async () => {
      const head = await headCursor(test.db);
      const [at, from] = [head, least].map((cursor) => parseStreamCursor(cursor)!);
      expect(compareStreamCursors(at!, from!)).toBeGreaterThanOrEqual(0);
      return head;
    },
    { timeout: 10_000 },
  );

async function openTransaction() {
  const client = new pg.Client({ connectionString: test.url });
  await client.connect();
  await client.query('BEGIN');
  return {
    insert: (message: string) => client.query(insertSql, [message, new Date(day)]),
    end: async (how: 'COMMIT' | 'ROLLBACK') => {
      await client.query(how);
      await client.end();
    },
  };
}

describe('readAfter', () => {
  it('gives what came after the cursor, in order, page by page, once', async () => {
    await insert('before');
    const head = await settledHead(await newestCursor(test.db));
    expect(await readSettled(head)).toMatchObject({ messages: [], held: false, last: true });
    for (const message of ['a', 'b', 'c', 'd', 'e'])
      await insert(message, message === 'b' ? day + 86_400_000 : day);
    const first = await readSettled(head, 2);
    expect(first).toMatchObject({ messages: ['a', 'b'], held: false, last: false });
    const second = await readSettled(first.rows[1]!.cursor, 2);
    expect(second).toMatchObject({ messages: ['c', 'd'], last: false });
    expect(await readSettled(second.rows[1]!.cursor, 2)).toMatchObject({ messages: ['e'], last: true });
    expect((await readSettled(first.rows[0]!.cursor)).messages).toEqual(['b', 'c', 'd', 'e']);
  });

  it('gives the rows of one transaction one by one', async () => {
    const head = await newestCursor(test.db);
    await test.db.$transaction(
      ['x', 'y', 'z'].map((message) => test.db.$executeRawUnsafe(insertSql, message, new Date(day))),
    );
    const { rows } = await readSettled(head, 1);
    expect((await readSettled(rows[0]!.cursor)).messages).toEqual(['y', 'z']);
  });

  it('reads heavy rows a few at a time, and skips none', async () => {
    const head = await newestCursor(test.db);
    const heavy = 'x'.repeat(3_000_000);
    for (let n = 0; n < 8; n++) await insert(`${n}${heavy}`);
    const pages: string[][] = [];
    for (let cursor = head, last = false; !last; ) {
      const page = await readSettled(cursor);
      pages.push(page.messages.map((message) => message[0]!));
      last = page.last;
      cursor = page.rows.at(-1)!.cursor;
    }
    expect(pages).toEqual([
      ['0', '1', '2'],
      ['3', '4', '5'],
      ['6', '7'],
    ]);
  });

  it('applies a filter, and never shows a deleted row', async () => {
    const head = await newestCursor(test.db);
    for (const message of ['keep 1', 'skip', 'keep 2', 'keep 3']) await insert(message);
    await test.db.$executeRaw`UPDATE logs SET deleted_at = now() WHERE message = 'keep 2'`;
    const query = parseQuery(logs, { message__like: 'keep' });
    expect((await readSettled(head)).messages).toEqual(['keep 1', 'skip', 'keep 3']);
    const { rows } = await readAfter(test.db, logStream, { cursor: head, limit: 100, query });
    expect(rows.map(({ row }) => row.message)).toEqual(['keep 1', 'keep 3']);
  });

  // The embedded database runs one transaction after the other, so there is nothing to hold back.
  it('holds rows back while an older transaction runs, then gives all in commit-safe order', async () => {
    if (test.kind === 'embedded') return;
    const head = await newestCursor(test.db);
    const older = await openTransaction();
    await older.insert('older, commits last');
    await insert('younger');
    expect(await read(head)).toMatchObject({ messages: [], held: true, last: true });
    const headMeanwhile = await settledHead(head);
    await older.end('COMMIT');
    expect(await readSettled(head)).toMatchObject({
      messages: ['older, commits last', 'younger'],
      held: false,
    });
    expect((await readSettled(headMeanwhile)).messages).toEqual(['older, commits last', 'younger']);
  });

  it('holds back for a transaction that writes elsewhere or is rolled back, and loses nothing by it', async () => {
    if (test.kind === 'embedded') return;
    const head = await newestCursor(test.db);
    const older = await openTransaction();
    await older.insert('never there');
    await insert('waits');
    expect(await read(head)).toMatchObject({ messages: [], held: true });
    await older.end('ROLLBACK');
    expect(await readSettled(head)).toMatchObject({ messages: ['waits'], held: false });
  });

  it('is not held back by what runs in another database of the cluster', async () => {
    if (test.kind === 'embedded') return;
    const head = await newestCursor(test.db);
    const elsewhere = new pg.Client({
      connectionString: Object.assign(new URL(test.url), { pathname: '/postgres' }).href,
    });
    await elsewhere.connect();
    await elsewhere.query('BEGIN');
    await elsewhere.query('SELECT pg_current_xact_id()');
    await insert('goes through');
    const page = await readSettled(head);
    expect(page).toMatchObject({ messages: ['goes through'], held: false });
    // What was given out stays below the newest cursor, also when the transaction elsewhere is taken for one of ours.
    const given = parseStreamCursor(page.rows[0]!.cursor)!;
    expect(compareStreamCursors(given, parseStreamCursor(await newestCursor(test.db))!)).toBeLessThan(0);
    await elsewhere.end();
  });

  it('under many writers gives every row exactly once', async () => {
    const head = await newestCursor(test.db);
    let cursor = head;
    const seen: string[] = [];
    let writing = true;
    const expected = Array.from({ length: 4 }, (_, writer) =>
      Array.from({ length: 60 }, (_, n) => `w${writer}-${n}`),
    );
    const writers = Promise.all(
      expected.map(async (messages) => {
        for (const message of messages)
          await test.db.$transaction(async (tx) => {
            await tx.$executeRawUnsafe(insertSql, message, new Date(day));
          });
      }),
    ).then(() => (writing = false));
    for (let done = false; !done; ) {
      done = !writing;
      const page = await read(cursor, 7);
      seen.push(...page.messages);
      cursor = page.rows.at(-1)?.cursor ?? cursor;
      if (!page.last || page.held) done = false;
    }
    await writers;
    expect(seen.length).toBe(240);
    expect([...seen].sort()).toEqual(expected.flat().sort());
  });

  it('finds its place by the index', async () => {
    const plan = await test.db.$transaction(async (tx) => {
      await tx.$executeRaw`SET LOCAL enable_seqscan = off`;
      return tx.$queryRaw<{ 'QUERY PLAN': string }[]>`
        EXPLAIN SELECT id FROM logs WHERE (xid, id) > (${'5'}::text::xid8, ${'1'}::bigint) ORDER BY xid, id LIMIT 10`;
    });
    const text = plan.map((row) => row['QUERY PLAN']).join('\n');
    expect(text).toMatch(/Index (Only )?Scan using logs_\d+_xid_id_idx/);
    expect(text).toMatch(/Index Cond: \(ROW\(xid, id\) > /);
    expect(text).not.toMatch(/Sort Key.*\n.*Seq Scan/);
  });

  it('knows up to where retention has dropped rows', async () => {
    expect(await streamHorizon(test.db, 'logs')).toBeNull();
    const before = await headCursor(test.db);
    await expireBefore(test.db, { table: 'logs' }, day + 86_400_000);
    const horizon = await streamHorizon(test.db, 'logs');
    expect(horizon).toMatch(/^\d+-9223372036854775807$/);
    expect(BigInt(horizon!.split('-')[0]!)).toBeLessThanOrEqual(BigInt(before.split('-')[0]!));
  });
});
