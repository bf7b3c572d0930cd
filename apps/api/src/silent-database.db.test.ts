import { setTimeout as sleep } from 'node:timers/promises';
import { closeDb, createDb, type Db, inTransaction, poolStats } from '@apiscope/db/client';
import { withPatience } from '@apiscope/db/pool/patience';
import { createTestDb, type TestDb } from '@apiscope/db/testing/test-db';
import { afterAll, afterEach, beforeAll, expect, inject, it, vi } from 'vitest';
import { isDatabaseUnreachable } from './http/is-database-unreachable.ts';
import { type CutLine, openCutLine } from './testing/cut-line.ts';
import { openTestApp } from './testing/open-test-app.ts';

let database: TestDb;
let line: CutLine;
let db: Db;
beforeAll(async () => {
  database = await createTestDb();
  line = await openCutLine(database.url);
  db = createDb({ url: line.url, maxConnections: 2, longestQueryMs: 1_500 });
});
afterEach(() => line.speak());
afterAll(async () => {
  await closeDb(db);
  await line.cut();
  await database.close();
});

const read = () => db.$queryRaw`SELECT 1`;
const make = (of: Pick<Db, 'user'>, name: string) => of.user.create({ data: { name, age: 1 } });
const named = (name: string) => database.db.user.count({ where: { name } });
/** How a piece of work ended, and after how many ms. */
async function outcome(work: Promise<unknown>): Promise<{ isAway: boolean; ms: number }> {
  const startedAt = performance.now();
  const isAway = await work.then(() => false, isDatabaseUnreachable);
  return { isAway, ms: performance.now() - startedAt };
}
/** The pool gives nobody what belongs to somebody else, and holds nothing that was given up. */
async function expectWhole(): Promise<void> {
  const asked = Array.from({ length: 20 }, (_, n) => db.$queryRaw<{ n: number }[]>`SELECT ${n}::int AS n`);
  expect((await Promise.all(asked)).map(([row]) => row!.n)).toEqual(asked.map((_, n) => n));
  // A connection that nobody needed any more may still be being made.
  await vi.waitFor(() => expect(poolStats(db)).toMatchObject({ inUse: 0, waiting: 0 }), { timeout: 12_000 });
}

it('fails a query that nobody answers in the time that it has, and serves on', async () => {
  await Promise.all([read(), read()]);
  line.hush();
  for (const { isAway, ms } of await Promise.all([outcome(read()), outcome(read())])) {
    expect(isAway).toBe(true);
    expect(ms).toBeLessThan(5_000);
  }
  line.speak();
  await expectWhole();
}, 30_000);

it.each([
  ['before its first statement', 'begin'],
  ['between two statements', 'middle'],
  ['as it ends', 'commit'],
])(
  'keeps a transaction whole that loses its line %s',
  async (_, moment) => {
    await expectWhole();
    const name = `cut at ${moment}`;
    if (moment === 'begin') line.hush();
    const { isAway } = await outcome(
      inTransaction(db, async (tx) => {
        await make(tx, name);
        if (moment === 'middle') line.hush();
        await make(tx, name);
        if (moment === 'commit') line.hush();
      }),
    );
    expect(isAway).toBe(true);
    line.speak();
    await expectWhole();
    // What was held back on the line may still arrive, whole or not at all.
    expect(await named(name)).toBeOneOf(moment === 'commit' ? [0, 2] : [0]);
    await inTransaction(db, (tx) => make(tx, `${name}, again`));
    expect(await named(`${name}, again`)).toBe(1);
  },
  30_000,
);

it('counts only the time for which a piece of work waits for the database, and that in all', async () => {
  await expectWhole();
  await withPatience(200, async () => {
    await sleep(400);
    await read();
  });
  line.hush();
  const slow = withPatience({ totalMs: 1_000, eachMs: 300 }, async () => {
    const waits = [];
    for (let n = 0; n < 6; n++) waits.push(await outcome(read()));
    return waits;
  });
  const waits = await slow;
  expect(waits.every(({ isAway }) => isAway)).toBe(true);
  expect(waits.reduce((sum, { ms }) => sum + ms, 0)).toBeLessThan(2_000);
  expect(waits[0]!.ms).toBeLessThan(900);
  line.speak();
  await expectWhole();
}, 30_000);

it('has each who waits for a connection wait by his own patience, and what goes on after work by none', async () => {
  await expectWhole();
  line.hush();
  // Both connections are taken by somebody who has more time than the next.
  const holders = [read(), read()].map(outcome);
  const hurried = await outcome(withPatience(500, read));
  expect(hurried.isAway).toBe(true);
  expect(hurried.ms).toBeLessThan(2_000);
  let begun: Promise<unknown> = Promise.resolve();
  await withPatience(10, async () => {
    begun = sleep(50).then(read);
  });
  await Promise.all(holders);
  line.speak();
  await begun;
  await expectWhole();
}, 30_000);

it.skipIf(inject('testTemplate').kind === 'embedded')(
  'has the database give up what nobody waits for any more (skipped on the embedded one, which can break off no query that it runs)',
  async () => {
    const { isAway } = await outcome(withPatience(300, () => db.$queryRaw`SELECT pg_sleep(20)`));
    expect(isAway).toBe(true);
    const running = async () => {
      const rows = await database.db.$queryRaw<unknown[]>`
        SELECT FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%' AND state = 'active' AND datname = current_database()`;
      return rows.length;
    };
    await expect.poll(running, { timeout: 5_000 }).toBe(0);
  },
  30_000,
);

it('answers requests 503 with the time to come again while the line is silent, also those that wait behind others', async () => {
  const api = await openTestApp(line.url);
  try {
    expect((await api.call('/api/v1/users')).status).toBe(200);
    line.hush();
    const log = { source: 'silent', level: 'info', message: 'a line into the dark' };
    const startedAt = performance.now();
    const answers = await Promise.all([
      ...Array.from({ length: 8 }, () => api.call('/api/v1/users')),
      ...Array.from({ length: 6 }, () => api.send('POST', '/logs', [log])),
      api.call('/logs?limit=1'),
    ]);
    expect(performance.now() - startedAt).toBeLessThan(15_000);
    for (const { status, headers } of answers) {
      expect([429, 503]).toContain(status);
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    }
    line.speak();
    await expect.poll(async () => (await api.call('/api/v1/users')).status, { timeout: 10_000 }).toBe(200);
    await expect.poll(() => poolStats(api.deps.db)?.inUse, { timeout: 10_000 }).toBe(0);
  } finally {
    line.speak();
    await api.close();
  }
}, 60_000);
