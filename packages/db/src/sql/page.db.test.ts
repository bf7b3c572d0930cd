import { AppError } from '@apiscope/core/errors';
import { createHashEmbedder } from '@apiscope/core/search/embed';
import { type Parameters, parseListQuery } from '@apiscope/core/search/parse';
import { logs } from '@apiscope/core/search/resources/logs';
import { users } from '@apiscope/core/search/resources/users';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insertLogs } from '../logs/insert-logs.ts';
import { listLogs } from '../logs/list-logs.ts';
import { makeLog, makeRules } from '../testing/make-log.ts';
import { createTestDb, type TestDb } from '../testing/test-db.ts';
import { createUser } from '../users/create-user.ts';
import { deleteUser } from '../users/delete-user.ts';
import { listUsers } from '../users/list-users.ts';
import { printPageCursor } from './cursor.ts';

const embedder = createHashEmbedder();
let test: TestDb;
const start = Date.UTC(2026, 0, 31, 9);
const names = ['a', 'B', 'é', 'Z', '日', '😀', 'a', 'ab', '\u{ffff}', ''];

beforeAll(async () => {
  test = await createTestDb();
  for (let n = 0; n < 60; n++)
    await test.db.user.create({
      data: { name: names[n % names.length]!, age: n % 7, createdAt: new Date(start + (n % 4)) },
    });
  await deleteUser(test.db, { id: 5 });
  const lines = Array.from({ length: 40 }, (_, n) =>
    makeLog({
      message: 'm',
      level: (['trace', 'info', 'warn', 'fatal'] as const)[n % 4]!,
      traceId: n % 3 ? `t${n % 5}` : null,
      createdAt: start + (n % 2) * 86_400_000,
    }),
  );
  await insertLogs(test.db, lines, makeRules);
});
afterAll(() => test.close());

const page = (input: Parameters) => listUsers(test.db, parseListQuery(users, input));
const logPage = (input: Parameters) => listLogs(test.db, parseListQuery(logs, input));

async function walk(
  read: typeof page | typeof logPage,
  input: Parameters,
  between: () => Promise<unknown> = async () => {},
) {
  const ids: number[] = [];
  let cursor: string | null = null;
  do {
    const { data, metadata }: Awaited<ReturnType<typeof page | typeof logPage>> = await read(
      cursor === null ? input : { limit: input.limit, cursor },
    );
    ids.push(...data.map(({ id }) => id));
    cursor = metadata.nextCursor;
    await between();
  } while (cursor !== null);
  return ids;
}

const refusal = async (promise: Promise<unknown>) => {
  const error = await promise.then(
    () => null,
    (error: unknown) => error,
  );
  if (!(error instanceof AppError)) throw new Error(`expected an AppError, got ${String(error)}`);
  return [error.code, error.issues?.map(({ path }) => path).join()];
};

describe('listPage', () => {
  it.each(Object.entries(users.fields).flatMap(([by]) => ['asc', 'desc'].map((order) => [by, order])))(
    'walks users by %s %s through offset and cursor alike',
    async (order_by, order) => {
      const all = await page({ order_by, order, limit: 1000 });
      const ids = all.data.map(({ id }) => id);
      expect(all.metadata).toEqual({
        limit: 1000,
        offset: 0,
        total: 59,
        totalIsCapped: false,
        nextCursor: null,
      });
      expect(new Set(ids).size).toBe(59);
      expect(await walk(page, { order_by, order, limit: 7 })).toEqual(ids);
      const offsets = await Promise.all(
        [0, 20, 40, 60].map((offset) => page({ order_by, order, limit: 20, offset })),
      );
      expect(offsets.flatMap(({ data }) => data.map(({ id }) => id))).toEqual(ids);
    },
  );

  it.each(
    ['id', 'level', 'traceId', 'patternId', 'created_at'].flatMap((by) =>
      ['asc', 'desc'].map((order) => [by, order]),
    ),
  )('walks logs by %s %s, nulls last', async (order_by, order) => {
    const all = (await logPage({ order_by, order, limit: 1000 })).data;
    expect(await walk(logPage, { order_by, order, limit: 3 })).toEqual(all.map(({ id }) => id));
    if (order_by === 'traceId') {
      const firstNull = all.findIndex(({ traceId }) => traceId === null);
      expect(all.slice(firstNull).every(({ traceId }) => traceId === null)).toBe(true);
      expect(firstNull).toBeGreaterThan(0);
    }
    if (order_by === 'level') expect(all.at(order === 'asc' ? 0 : -1)!.level).toBe('trace');
  });

  it('sorts text by code point', async () => {
    const sorted = (await page({ order_by: 'name', order: 'asc', limit: 100 })).data.map(({ name }) => name);
    expect([...new Set(sorted)]).toEqual(['', 'B', 'Z', 'a', 'ab', 'é', '日', '\u{ffff}', '😀']);
  });

  it('gives every old row once while rows are added, whichever side they fall on', async () => {
    const before = (await page({ limit: 1000 })).data.map(({ id }) => id);
    const seen = await walk(page, { limit: 6, order_by: 'name', order: 'asc' }, async () => {
      await createUser(test.db, { name: 'A', age: 1 }, embedder);
      await createUser(test.db, { name: 'zz', age: 1 }, embedder);
    });
    const added = seen.filter((id) => !before.includes(id));
    expect(seen.length).toBe(new Set(seen).size);
    expect(seen.filter((id) => !added.includes(id)).sort()).toEqual(before.sort());
    await test.db.user.deleteMany({ where: { id: { notIn: [...before, 5] } } });
  });

  it('keeps the filter, in any order of its parameters', async () => {
    const { data, metadata } = await page({ age__gte: 2, name__ne: 'a', limit: 5 });
    const next = await page({ name__ne: 'a', age__gte: 2, cursor: metadata.nextCursor!, limit: 5 });
    expect(next.data.every(({ age, name }) => age >= 2 && name !== 'a')).toBe(true);
    expect(next.data.some(({ id }) => data.some((old) => old.id === id))).toBe(false);
  });

  it('refuses what does not fit the cursor, naming the parameter', async () => {
    const { nextCursor: cursor } = (await page({ order_by: 'name', order: 'asc', limit: 5 })).metadata;
    const query = parseListQuery(users, {});
    const forge = (value: string | number | null, orderBy: string) =>
      printPageCursor({ ...query, orderBy }, { value, key: 1 });
    const bad = ['cursor'];
    for (const input of [
      { cursor: 'garbage' },
      { cursor: '' },
      { cursor: Buffer.from('[]').toString('base64url') },
      { cursor: Buffer.from('{"a":1}').toString('base64url') },
      { cursor: cursor!, age__gt: 1 },
      { cursor: cursor!, search: 'x' },
      { cursor: forge('a\0b', 'name') },
      { cursor: forge('\ud800', 'name') },
      { cursor: forge(1.5, 'age') },
      { cursor: forge('1', 'age') },
      { cursor: forge(null, 'age') },
      { cursor: forge('yesterday', 'created_at') },
      { cursor: forge('x', 'embedding') },
      { cursor: forge('x', 'constructor') },
    ])
      expect(await refusal(page(input))).toEqual(['BAD_REQUEST', bad[0]]);
    expect(await refusal(logPage({ cursor: cursor! }))).toEqual(['BAD_REQUEST', 'cursor']);
    expect(await refusal(page({ cursor: cursor!, offset: 1 }))).toEqual(['BAD_REQUEST', 'offset']);
    expect(await refusal(page({ cursor: cursor!, order_by: 'age' }))).toEqual(['BAD_REQUEST', 'order_by']);
    // Asked for outright, the default order is another order than the cursor's as well.
    expect(await refusal(page({ cursor: cursor!, order_by: 'created_at' }))).toEqual([
      'BAD_REQUEST',
      'order_by',
    ]);
    expect(await refusal(page({ cursor: cursor!, order: 'desc' }))).toEqual(['BAD_REQUEST', 'order']);
    const { nextCursor } = (await page({ limit: 5 })).metadata;
    expect(await refusal(page({ cursor: nextCursor!, order: 'asc' }))).toEqual(['BAD_REQUEST', 'order']);
    expect((await page({ cursor: cursor!, order_by: 'name', order: 'asc' })).data.length).toBe(20);
    expect((await page({ cursor: cursor! })).data.length).toBe(20);
  });

  it('walks the same rows without counting them, and claims no total that it has not seen', async () => {
    const counted = await page({ limit: 7, order_by: 'name' });
    const query = { ...parseListQuery(users, { limit: 7, order_by: 'name' }), countTotal: false as const };
    const first = await listUsers(test.db, query);
    expect(first.data).toEqual(counted.data);
    expect(first.metadata).toEqual({ ...counted.metadata, total: 7, totalIsCapped: true });
    const all = await listUsers(test.db, { ...query, limit: 1000 });
    expect(all.metadata).toMatchObject({ total: 59, totalIsCapped: false, nextCursor: null });
    const last = await listUsers(test.db, { ...query, limit: 1000, cursor: first.metadata.nextCursor });
    expect(last.metadata).toMatchObject({ total: 52, totalIsCapped: true });
  });

  it('answers an offset beyond the end with nothing, and the last full page without a cursor', async () => {
    expect((await page({ offset: Number.MAX_SAFE_INTEGER, limit: 1000 })).data).toEqual([]);
    const last = await page({ offset: 40, limit: 19 });
    expect([last.data.length, last.metadata.nextCursor, last.metadata.total]).toEqual([19, null, 59]);
  });
});
