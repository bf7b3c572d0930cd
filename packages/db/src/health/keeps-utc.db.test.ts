import { afterAll, expect, it } from 'vitest';
import { closeDb, createDb } from '../client.ts';
import { createTestDb } from '../testing/test-db.ts';
import { keepsUtc } from './keeps-utc.ts';

const database = await createTestDb();
afterAll(() => database.close());

it('tells connections whose time zone was taken back', async () => {
  const db = createDb({ url: database.url, maxConnections: 1 });
  try {
    expect(await keepsUtc(db)).toBe(true);
    // What a pooler leaves where the role has a zone of its own.
    await db.$executeRaw`SET TIME ZONE 'Europe/Berlin'`;
    expect(await keepsUtc(db)).toBe(false);
  } finally {
    await closeDb(db);
  }
});
