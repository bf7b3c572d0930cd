import { systemClock } from '@apiscope/core/clock';
import { createRedactor } from '@apiscope/core/redact/redactor';
import { createHashEmbedder } from '@apiscope/core/search/embed';
import { inTransaction } from '@apiscope/db/client';
import { insertLogs } from '@apiscope/db/logs/insert-logs';
import { createScrub } from '@apiscope/db/redaction/create-scrub';
import { listScrubs } from '@apiscope/db/redaction/list-scrubs';
import { makeLog, makeRules } from '@apiscope/db/testing/make-log';
import { createTestDb, type TestDb } from '@apiscope/db/testing/test-db';
import pino from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { enqueue } from '../enqueue.ts';
import type { JobContext } from '../job-context.ts';
import { testSettings } from '../testing/open-worker.ts';
import { scrubHistory } from './scrub-history.ts';

let test: TestDb;
beforeAll(async () => {
  test = await createTestDb();
});
afterAll(() => test.close());

const task = 'scrub_history';
const start = () =>
  inTransaction(test.db, async (tx) => {
    const run = await createScrub(tx, { task });
    await enqueue(tx, task, { run });
    return run;
  });

it('goes on where an attempt broke off, looks at no row twice, and runs alone', async () => {
  const lines = Array.from({ length: 1_200 }, (_, n) =>
    makeLog({ message: n < 600 ? 'all is well' : 'kept before rules: password=old', createdAt: Date.now() }),
  );
  await insertLogs(test.db, lines, makeRules);
  const run = await start();
  await expect(start()).rejects.toMatchObject({ code: 'CONFLICT' });
  const hash = createHashEmbedder();
  const context = (embed: typeof hash.embed) =>
    ({
      db: test.db,
      log: pino({ level: 'silent' }),
      clock: systemClock,
      now: Date.now(),
      settings: testSettings,
      redactor: createRedactor(),
      embedder: { version: hash.version, embed },
    }) as unknown as JobContext;
  // The first batch has nothing to rewrite; in the second one the vector of the new pattern fails, and nothing of it is kept.
  const breaking = context(() => {
    throw new Error('broke off, password=x');
  });
  await expect(scrubHistory({ run }, breaking)).rejects.toThrow('broke off');
  const [broken] = await listScrubs(test.db, { limit: 1 });
  expect(broken).toMatchObject({
    status: 'running',
    seen: 500,
    rewritten: 0,
    error: 'broke off, password=[redacted]',
  });

  expect(await scrubHistory({ run }, context(hash.embed))).toMatchObject({ logs: 600, log_patterns: 1 });
  const [done] = await listScrubs(test.db, { limit: 1 });
  expect(done).toMatchObject({ status: 'done', error: null });
  expect(done!.tables[0]).toMatchObject({ table: 'logs', seen: 1_200, rewritten: 600, isDone: true });
  const counts = await test.db.$queryRaw`
    SELECT pattern, log_patterns.count::int AS count, (SELECT sum(each.count)::int FROM log_counts AS each WHERE pattern_id = id AND resolution = 86400) AS counted
    FROM log_patterns ORDER BY pattern`;
  expect(counts).toEqual([
    { pattern: 'all is well', count: 600, counted: 600 },
    { pattern: expect.stringContaining('[redacted]'), count: 600, counted: 600 },
  ]);
});
