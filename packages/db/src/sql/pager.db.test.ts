import { setTimeout as sleep } from 'node:timers/promises';
import { fingerprint } from '@apiscope/core/logs/fingerprint';
import { maskMessage } from '@apiscope/core/logs/mask';
import type { Log } from '@apiscope/core/logs/schema';
import type { Page } from '@apiscope/core/page';
import { type Parameters, parseListQuery } from '@apiscope/core/search/parse';
import { logs } from '@apiscope/core/search/resources/logs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insertLogs, type PreparedLog } from '../logs/insert-logs.ts';
import { listLogs } from '../logs/list-logs.ts';
import { dayMs } from '../partitions/parents.ts';
import { seededRandom } from '../testing/make-samples.ts';
import { createTestDb, type TestDb } from '../testing/test-db.ts';

const start = Date.UTC(2026, 0, 28);
const days = 4;
const rules = { embedder: { version: 'none', embed: () => [1] }, maxPatterns: 100 };
const random = seededRandom(3);
let test: TestDb;

/** A line at a random moment of any of the days, often the same moment as another one. */
function line(message: string): PreparedLog {
  const { pattern } = maskMessage(message);
  return {
    service: 'shop',
    source: 'API',
    level: random() < 0.3 ? 'error' : 'info',
    message,
    meta: null,
    traceId: null,
    requestId: null,
    createdAt: start + Math.floor(random() * days) * dayMs + Math.floor(random() * 200),
    pattern,
    fingerprint: fingerprint(pattern),
    identifiers: [],
  };
}
const insert = (message: string, count: number) =>
  insertLogs(
    test.db,
    Array.from({ length: count }, () => line(message)),
    rules,
  );

beforeAll(async () => {
  test = await createTestDb();
  await insert('order placed', 150);
  await insert('order refused', 150);
});
afterAll(() => test.close());

/** Batches of one writer: on one session a pager that meets as many new rows as it reads would never end. */
const batches = 20;

/** Two writers beside a pager, which reads on whenever a batch more is in. @returns the ids it read. */
async function walkWhileWriting(input: Parameters): Promise<number[]> {
  let [written, writing] = [0, 2];
  const write = async () => {
    for (let n = 0; n < batches; n++, written++) await insert('order placed', 3);
    writing--;
  };
  const oneMore = async () => {
    for (const now = written; written === now && writing > 0; ) await sleep(1);
  };
  const [seen] = await Promise.all([walk(input, oneMore), write(), write()]);
  return seen;
}

async function walk(input: Parameters, between: () => Promise<void> = async () => {}): Promise<number[]> {
  const ids: number[] = [];
  let cursor: string | null = null;
  do {
    const asked = cursor === null ? input : { ...input, cursor };
    const { data, metadata }: Page<Log> = await listLogs(test.db, parseListQuery(logs, asked));
    ids.push(...data.map(({ id }) => id));
    cursor = metadata.nextCursor;
    await between();
  } while (cursor !== null);
  return ids;
}

describe('one pager beside two writers', () => {
  it.each<Parameters>([
    { limit: 17, order: 'desc' },
    { limit: 17, order: 'asc' },
    { limit: 17, order_by: 'level', order: 'asc' },
    { limit: 17, order_by: 'id', order: 'desc' },
    { limit: 17, level__gte: 'error', order: 'desc' },
    { limit: 17, search: 'order' },
    { limit: 17, search: 'order', order_by: 'created_at', order: 'asc' },
  ])('every old row comes once: %j', async (input) => {
    const before = new Set(await walk({ ...input, limit: 1_000 }));
    const seen = await walkWhileWriting(input);
    expect(new Set(seen).size).toBe(seen.length);
    expect([...before].filter((id) => !seen.includes(id))).toEqual([]);
    expect(before.size).toBeGreaterThan(60);
  });
});
