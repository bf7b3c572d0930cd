import { createTestDb, type TestDb } from '@apiscope/db/testing/test-db';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { vacuum } from './vacuum.ts';

let test: TestDb;
beforeAll(async () => {
  test = await createTestDb();
});
afterAll(() => test.close());

const sizeOf = async (table: string) => {
  const [size] = await test.db.$queryRaw<
    { bytes: bigint }[]
  >`SELECT pg_total_relation_size(${table}::regclass) AS bytes`;
  return Number(size!.bytes);
};

/** What the counting of lines does to their patterns: every row anew, with all its index entries. */
async function countOften(): Promise<void> {
  for (let round = 0; round < 15; round++)
    await test.db
      .$executeRaw`UPDATE log_patterns SET count = count + 1, last_seen = last_seen + interval '1 second'`;
}

it('keeps the embedded database from growing with every change, and leaves a server to itself', async () => {
  await test.db.$executeRaw`
    INSERT INTO log_patterns (service, source, fingerprint, pattern, sample, first_seen, last_seen)
    SELECT 's', 'a', 'f' || n, 'order <id> of kind ' || n, '', now(), now() FROM generate_series(1, 200) AS n`;
  await countOften();
  // The figures of dead rows are written a moment after the statement.
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  await test.db.$executeRaw`SELECT 1`;
  const { vacuumed } = await vacuum({}, test);
  if (test.kind === 'native') return expect(vacuumed).toEqual([]);
  expect(vacuumed).toContain('public.log_patterns');
  const once = await sizeOf('log_patterns');
  await countOften();
  expect((await sizeOf('log_patterns')) / once).toBeLessThan(1.5);
  expect(vacuumed).not.toContain('public.logs');
});
