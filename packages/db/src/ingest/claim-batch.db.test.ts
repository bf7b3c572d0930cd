import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { inTransaction } from '../client.ts';
import { createTestDb, type TestDb } from '../testing/test-db.ts';
import { claimBatch } from './claim-batch.ts';

let test: TestDb;
beforeAll(async () => {
  test = await createTestDb();
});
afterAll(() => test.close());

it('gives a batch to one of many, and to the next when that one failed', async () => {
  const id = randomUUID();
  const claim = () => inTransaction(test.db, (tx) => claimBatch(tx, id));
  const failing = inTransaction(test.db, async (tx) => {
    await claimBatch(tx, id);
    throw new Error('not stored');
  });
  await expect(failing).rejects.toThrow('not stored');
  const claims = await Promise.all(Array.from({ length: 5 }, claim));
  expect(claims.filter(Boolean)).toHaveLength(1);
  expect(await claim()).toBe(false);
});
