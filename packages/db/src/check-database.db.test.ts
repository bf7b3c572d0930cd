import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { checkDatabase } from './check-database.ts';
import { closeDb, createDb } from './client.ts';
import { describeDatabase, pingDatabase } from './health/describe-database.ts';
import { runSql } from './testing/make-template.ts';
import { withDatabase } from './testing/template.ts';
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

  it('that stores text otherwise than as UTF-8 is refused before anything is made in it', async () => {
    const template = inject('testTemplate');
    // The embedded database has one encoding.
    if (template.kind === 'embedded') return;
    const name = `apiscope_latin_${process.pid}`;
    await runSql(template.url, `CREATE DATABASE ${name} ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0`);
    try {
      await expect(checkDatabase({ url: withDatabase(template.url, name) })).rejects.toMatchObject({
        code: 'SERVICE_UNAVAILABLE',
        message: "the database of DATABASE_URL stores text as LATIN1; make it with ENCODING 'UTF8'",
      });
    } finally {
      await runSql(template.url, `DROP DATABASE ${name}`);
    }
  });
});
