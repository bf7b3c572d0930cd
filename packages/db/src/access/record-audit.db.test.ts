import { afterAll, beforeAll, expect, it } from 'vitest';
import { inTransaction } from '../client.ts';
import { createTestDb, type TestDb } from '../testing/test-db.ts';
import { recordAudit } from './record-audit.ts';

let test: TestDb;
beforeAll(async () => {
  test = await createTestDb();
});
afterAll(() => test.close());

it('is kept with what it tells of, or not at all', async () => {
  const entry = { actor: 'key:a', action: 'rules.set', subject: 'a\0b', requestId: 'r' };
  await recordAudit(test.db, { ...entry, details: { names: ['x'] } });
  const undone = inTransaction(test.db, async (tx) => {
    await recordAudit(tx, { ...entry, action: 'undone' });
    throw new Error('undone');
  });
  await expect(undone).rejects.toThrow('undone');
  expect(await test.db.auditEntry.findMany()).toMatchObject([
    { actor: 'key:a', action: 'rules.set', subject: 'a\uFFFDb', details: { names: ['x'] }, requestId: 'r' },
  ]);
});
