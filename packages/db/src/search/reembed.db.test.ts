import { setTimeout as sleep } from 'node:timers/promises';
import { fingerprint } from '@apiscope/core/logs/fingerprint';
import { createHashEmbedder } from '@apiscope/core/search/embed';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { inTransaction } from '../client.ts';
import { insertLogs } from '../logs/insert-logs.ts';
import { similarLogs } from '../logs/similar-logs.ts';
import { similarPatterns } from '../logs/similar-patterns.ts';
import { createTestDb, type TestDb } from '../testing/test-db.ts';
import { createUser } from '../users/create-user.ts';
import { updateUser } from '../users/update-user.ts';
import { countStaleEmbeddings } from './count-stale-embeddings.ts';
import { reembedBatch } from './reembed-batch.ts';
import type { TextEmbedder } from './text-embedder.ts';

const [narrow, wide] = [createHashEmbedder(), createHashEmbedder({ dimensions: 33 })];
/** Another version with as many dimensions: only the version tells them apart. */
const reversed = { version: 'reversed-16', embed: (text: string) => narrow.embed(text).reverse() };
const patterns = [
  'disk <num> is full',
  'disk <num> is nearly full',
  'user <user> logged in',
  'disk <num> was full',
];
let test: TestDb;
let db: TestDb['db'];
beforeAll(async () => {
  test = await createTestDb();
  db = test.db;
});
afterAll(() => test.close());
beforeEach(() => db.$executeRaw`TRUNCATE users, logs, log_counts, log_patterns RESTART IDENTITY`);

const fill = async (embedder: TextEmbedder) => {
  await insertLogs(
    db,
    patterns.map((pattern, n) => ({
      service: 'shop',
      source: 'API',
      level: 'info' as const,
      message: pattern.replace(/<\w+>/, String(n)),
      meta: null,
      traceId: null,
      requestId: null,
      createdAt: Date.UTC(2026, 0, 31) + n,
      pattern,
      fingerprint: fingerprint(pattern),
      identifiers: [],
    })),
    { embedder, maxPatterns: 100 },
  );
  for (const name of ['Ada', 'Grace Hopper', '日本 😀']) await createUser(db, { name, age: 40 }, embedder);
};

/** Every stored vector beside the one that its text should have. */
async function vectors(embedder: TextEmbedder) {
  const rows = await db.$queryRaw<{ text: string; vector: string | null; version: string | null }[]>`
    SELECT pattern AS text, embedding::text AS vector, embedding_version AS version FROM log_patterns
    UNION ALL SELECT name, embedding::text, embedding_version FROM users`;
  return {
    stored: rows.map(({ text, vector, version }) => ({
      text,
      version,
      vector: Array.from(Float32Array.from(JSON.parse(vector ?? '[]'))),
    })),
    wanted: rows.map(({ text }) => ({
      text,
      version: embedder.version,
      vector: Array.from(Float32Array.from(embedder.embed(text))),
    })),
  };
}

const allOf = async (embedder: TextEmbedder, limit: number) => {
  const done = { log_patterns: 0, users: 0 };
  for (const table of ['log_patterns', 'users'] as const)
    for (let after: number | null = 0; after !== null; ) {
      const batch = await reembedBatch(db, { table, embedder, after, limit });
      done[table] += batch.embedded;
      after = batch.last;
    }
  return done;
};

describe('vectors', () => {
  it('are stored to the last bit, and follow the text that they are of in the same statement', async () => {
    await fill(narrow);
    const before = await vectors(narrow);
    expect(before.stored).toEqual(before.wanted);
    await updateUser(db, { id: 1, name: 'Ada Lovelace' }, narrow);
    await updateUser(db, { id: 2, age: 41 }, wide);
    const after = await vectors(narrow);
    expect(after.stored).toEqual(after.wanted);
    expect(after.stored).not.toEqual(before.stored);
    await updateUser(db, { id: 2, name: 'Grace' }, wide);
    expect(await countStaleEmbeddings(db, narrow.version)).toEqual({ log_patterns: 0, users: 1 });
  });

  it('are made anew in batches where they are missing or of another version, and nothing else moves', async () => {
    await fill(narrow);
    await db.$executeRaw`INSERT INTO users (name, age) VALUES ('without a vector', 1)`;
    await db.$executeRaw`UPDATE users SET deleted_at = now() WHERE id = 2`;
    const rest = () =>
      db.$queryRaw`SELECT id, name, age, created_at, updated_at, deleted_at FROM users ORDER BY id`;
    const [before, ids] = [await rest(), await db.$queryRaw`SELECT xmin::text FROM users ORDER BY id`];
    expect(await countStaleEmbeddings(db, narrow.version)).toEqual({ log_patterns: 0, users: 1 });
    expect(await allOf(wide, 2)).toEqual({ log_patterns: 4, users: 4 });
    const { stored, wanted } = await vectors(wide);
    expect(stored).toEqual(wanted);
    expect(await rest()).toEqual(before);
    const written = await db.$queryRaw`SELECT xmin::text FROM users ORDER BY id`;
    expect(written).not.toEqual(ids);
    expect(await allOf(wide, 2)).toEqual({ log_patterns: 0, users: 0 });
    expect(await db.$queryRaw`SELECT xmin::text FROM users ORDER BY id`).toEqual(written);
  });

  it.each<TextEmbedder>([wide, reversed])(
    'of two versions are never compared, whatever the stage of the work: $version',
    async (newer) => {
      await fill(narrow);
      const logs = await db.$queryRaw<{ id: bigint; patternId: number }[]>`
      SELECT id, pattern_id AS "patternId" FROM logs ORDER BY pattern_id`;
      const ids = logs.map(({ patternId }) => patternId);
      for (let done = 0; done <= ids.length; done++) {
        for (const { id, patternId } of logs) {
          const own = ids.indexOf(patternId) < done ? ids.slice(0, done) : ids.slice(done);
          const others = own.filter((other) => other !== patternId);
          const near = await similarPatterns(db, { id: patternId, limit: 10 });
          expect(near.map((each) => each.id).sort()).toEqual(others);
          const lines = await similarLogs(db, { id: Number(id), limit: 10 });
          expect(lines.map((each) => each.patternId).sort()).toEqual(others);
        }
        await reembedBatch(db, { table: 'log_patterns', embedder: newer, after: 0, limit: 1 });
      }
    },
  );

  it('of a text that is changing are left to whoever changes it', async () => {
    await db.$executeRaw`INSERT INTO users (name, age) VALUES ('before', 1)`;
    let isChanged: () => void = () => {};
    const changed = new Promise<void>((resolve) => {
      isChanged = resolve;
    });
    const change = inTransaction(db, async (tx) => {
      await updateUser(tx, { id: 1, name: 'after' }, wide);
      isChanged();
      await sleep(100);
    });
    await changed;
    const done = await reembedBatch(db, { table: 'users', embedder: wide, after: 0, limit: 10 });
    await change;
    expect(done.embedded).toBe(0);
    const { stored, wanted } = await vectors(wide);
    expect(stored).toEqual(wanted);
  });

  it('keep up with names that change while they are made anew', async () => {
    await db.$executeRaw`INSERT INTO users (name, age) SELECT 'user ' || n, 1 FROM generate_series(1, 60) AS n`;
    const rename = async () => {
      for (let id = 60; id > 0; id -= 2) await updateUser(db, { id, name: `renamed ${id}` }, wide);
    };
    const [done] = await Promise.all([allOf(wide, 7), rename()]);
    const { stored, wanted } = await vectors(wide);
    expect(stored).toEqual(wanted);
    expect(done.users).toBeGreaterThanOrEqual(30);
  });
});
