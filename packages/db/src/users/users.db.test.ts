import { createHashEmbedder } from '@apiscope/core/search/embed';
import { parseListQuery } from '@apiscope/core/search/parse';
import { users } from '@apiscope/core/search/resources/users';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDb, type TestDb } from '../testing/test-db.ts';
import { createUser } from './create-user.ts';
import { deleteUser } from './delete-user.ts';
import { getUser } from './get-user.ts';
import { listUsers } from './list-users.ts';
import { updateUser } from './update-user.ts';

const embedder = createHashEmbedder();
let test: TestDb;
beforeAll(async () => {
  test = await createTestDb();
});
afterAll(() => test.close());

const list = () => listUsers(test.db, parseListQuery(users, {}));
const notFound = { code: 'NOT_FOUND' };

describe('users', () => {
  it('are created, read, changed and hidden; updated_at moves on update alone', async () => {
    const created = await createUser(test.db, { name: "O'Brien 日本 😀", age: 0 }, embedder);
    expect(created).toEqual({
      id: created.id,
      name: "O'Brien 日本 😀",
      age: 0,
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      updated_at: created.created_at,
    });
    expect(await getUser(test.db, { id: created.id })).toEqual(created);
    expect(created.updated_at).toBe((await getUser(test.db, { id: created.id })).updated_at);
    await new Promise((resolve) => setTimeout(resolve, 5));
    const changed = await updateUser(test.db, { id: created.id, age: 150 }, embedder);
    expect(changed).toEqual({ ...created, age: 150, updated_at: changed.updated_at });
    expect(changed.updated_at > created.updated_at).toBe(true);
    expect((await updateUser(test.db, { id: created.id, name: 'x' }, embedder)).name).toBe('x');
    const before = await getUser(test.db, { id: created.id });
    expect(await deleteUser(test.db, { id: created.id })).toEqual(before);
  });

  it('once deleted are not there for get, update, delete or list; hard delete removes the row', async () => {
    const { id } = await createUser(test.db, { name: 'gone', age: 1 }, embedder);
    const other = await createUser(test.db, { name: 'stays', age: 2 }, embedder);
    await deleteUser(test.db, { id });
    await expect(getUser(test.db, { id })).rejects.toMatchObject(notFound);
    await expect(updateUser(test.db, { id, age: 3 }, embedder)).rejects.toMatchObject(notFound);
    await expect(deleteUser(test.db, { id })).rejects.toMatchObject(notFound);
    const { data, metadata } = await list();
    expect([data.map((user) => user.id), metadata.total]).toEqual([[other.id], 1]);
    expect(await test.db.user.count({ where: { id } })).toBe(1);
    await deleteUser(test.db, { id, hard: true });
    expect(await test.db.user.count({ where: { id } })).toBe(0);
    await expect(deleteUser(test.db, { id, hard: true })).rejects.toMatchObject(notFound);
  });

  it('keep moments in UTC whatever the time zone of the session', async () => {
    const [row] = await test.db.$queryRaw<{ zone: string; at: Date }[]>`
      SELECT current_setting('TimeZone') AS zone, '2026-07-01T12:00:00+02:00'::timestamptz AS at`;
    expect([row!.zone, row!.at.toISOString()]).toEqual(['UTC', '2026-07-01T10:00:00.000Z']);
  });
});
