// How quickly patterns are listed with their trends, one is counted over time, and what was seen before is found, over many lines.
// TEST_DATABASE_URL=postgres://… npx tsx bench/patterns.bench.ts
import { loadavg } from 'node:os';
import { createHashEmbedder } from '../packages/core/src/search/embed.ts';
import { parseListQuery } from '../packages/core/src/search/parse.ts';
import { patterns } from '../packages/core/src/search/resources/patterns.ts';
import type { Db } from '../packages/db/src/client.ts';
import { getPatternTrend } from '../packages/db/src/logs/get-pattern-trend.ts';
import { listPatterns } from '../packages/db/src/logs/list-patterns.ts';
import { seenLog } from '../packages/db/src/logs/seen-log.ts';
import { similarPatterns } from '../packages/db/src/logs/similar-patterns.ts';
import { seenSnapshot } from '../packages/db/src/replay/seen-snapshot.ts';
import { serverUrl, sizesOr } from './env.ts';
import { type Cell, printTable } from './measure/print-table.ts';
import { end, openFilledDatabase } from './patterns/open-filled-database.ts';

const hourMs = 3_600_000;
/** A pattern with many lines, and one with few. */
const [frequent, rare] = [5, 4_995];

if (serverUrl === '') {
  console.log('skipped: TEST_DATABASE_URL names no native PostgreSQL server');
  process.exit(0);
}
for (const rows of sizesOr([3_000_000])) {
  const { db, drop } = await openFilledDatabase(serverUrl, rows);
  try {
    console.log(
      `${rows.toLocaleString('en')} lines of 5,000 patterns over 30 days; load ${loadavg().map((each) => each.toFixed(1))}`,
    );
    printTable(['what', 'median ms', 'least ms'], await measure(db));
  } finally {
    await drop();
  }
}

async function measure(db: Db): Promise<Cell[][]> {
  const embedder = createHashEmbedder();
  const now = end - 10 * 60_000;
  const list = (input: Record<string, unknown>, hours: number) =>
    listPatterns(db, parseListQuery(patterns, input), {
      range: { start: now - hours * hourMs, end: now },
    });
  const trend = (id: number, windowSize: number, hours: number) =>
    getPatternTrend(
      db,
      {
        id,
        windowSize,
        startDate: new Date(now - hours * hourMs).toISOString(),
        endDate: new Date(now).toISOString(),
      },
      { now },
    );
  const newest = async (pattern: number): Promise<number> => {
    const [row] = await db.$queryRaw<{ id: bigint }[]>`
      SELECT max(id) AS id FROM logs WHERE pattern_id = ${pattern}`;
    return Number(row?.id);
  };
  const [failed] = await db.$queryRaw<{ id: bigint }[]>`
    SELECT max(id) AS id FROM request_snapshots WHERE failure IS NOT NULL`;
  const [often, seldom] = [await newest(frequent), await newest(rare)];
  const works: [string, () => Promise<unknown>][] = [
    ['50 patterns, trend of an hour', () => list({ limit: 50 }, 1)],
    ['50 patterns, trend of a day', () => list({ limit: 50 }, 24)],
    ['50 patterns, trend of 30 days', () => list({ limit: 50 }, 720)],
    ['50 patterns found by a text, by count', () => list({ limit: 50, search: 'ab', order_by: 'count' }, 24)],
    ['1,000 patterns, trend of a day', () => list({ limit: 1_000 }, 24)],
    ['trend of one, 960 buckets of a minute', () => trend(frequent, 60, 16)],
    ['trend of one, 720 buckets of an hour', () => trend(frequent, 3_600, 720)],
    ['trend of one, 720 buckets of half an hour', () => trend(frequent, 1_800, 360)],
    ['patterns like one', () => similarPatterns(db, { id: frequent, limit: 10 })],
    ['seen before, a line of a frequent pattern', () => seenLog(db, { id: often })],
    ['seen before, a line of a rare pattern', () => seenLog(db, { id: seldom })],
    [
      'seen before, a request that fails all the time',
      () => seenSnapshot(db, { id: Number(failed?.id), embedder }),
    ],
  ];
  const cells: Cell[][] = [];
  for (const [name, work] of works) cells.push([name, ...(await timesOf(work))]);
  return cells;
}

/** Median and least of nine, ms. */
async function timesOf(work: () => Promise<unknown>): Promise<[number, number]> {
  const times: number[] = [];
  for (let n = 0; n < 9; n++) {
    const startedAt = performance.now();
    await work();
    times.push(performance.now() - startedAt);
  }
  times.sort((a, b) => a - b);
  return [times[4]!, times[0]!];
}
