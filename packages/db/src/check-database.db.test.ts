import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkDatabase } from './check-database.ts';
import { closeDb, createDb } from './client.ts';
import { describeDatabase, pingDatabase } from './health/describe-database.ts';
import { createTestDb, type TestDb } from './testing/test-db.ts';

let test: TestDb;
beforeAll(async () => {
  test = await createTestDb();
});
afterAll(() => test.close());

describe('the database', () => {
  it('is accepted when it is recent enough and has the extensions', async () => {
    expect(Number.parseInt((await checkDatabase({ url: test.url })).version, 10)).toBeGreaterThanOrEqual(15);
    const expected = test.kind === 'embedded' ? 'embedded' : 'external';
    expect(await describeDatabase(test.db)).toMatchObject({
      kind: expected,
      version: expect.stringMatching(/^1[5-9]/),
    });
  });

  it('that cannot be reached is one clear message, without the password', async () => {
    const url = 'postgres://me:secret@127.0.0.1:9/none';
    const error = await checkDatabase({ url }).catch((error: Error) => error);
    expect(error).toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
      message: expect.stringContaining('cannot reach'),
    });
    expect(JSON.stringify(error)).not.toContain('secret');
    const db = createDb({ url });
    await expect(pingDatabase(db)).rejects.toThrow();
    await closeDb(db);
  });
});
