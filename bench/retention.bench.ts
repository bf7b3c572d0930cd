// Retention while two writers store as fast as they can: how long a day of many rows takes to drop, how fast the rows of one service of
// a day are deleted, what the writers feel of it, and how quickly the page of retention has its figures.
// TEST_DATABASE_URL=postgres://… npx tsx bench/retention.bench.ts
import { loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '../packages/core/src/clock.ts';
import { type KindByService, kindsByService, retentionKinds } from '../packages/core/src/retention/schema.ts';
import { dropPartition } from '../packages/db/src/partitions/drop-partition.ts';
import { listPartitions } from '../packages/db/src/partitions/list-partitions.ts';
import { countDays } from '../packages/db/src/retention/count-rows.ts';
import { dayTables } from '../packages/db/src/retention/day-tables.ts';
import { expireDays } from '../packages/db/src/retention/expire-days.ts';
import { expirePatterns } from '../packages/db/src/retention/expire-patterns.ts';
import { forecastRetention } from '../packages/db/src/retention/forecast-retention.ts';
import { measureStorage } from '../packages/db/src/retention/measure-storage.ts';
import { planPartition } from '../packages/db/src/retention/plan-partition.ts';
import { purgeDeleted } from '../packages/db/src/retention/purge-deleted.ts';
import type { Rest } from '../packages/db/src/retention/rest.ts';
import { emptyTally } from '../packages/db/src/retention/tally.ts';
import { takeTurns } from '../packages/jobs/src/retention/take-turns.ts';
import { serverUrl, sizesOr } from './env.ts';
import { type Cell, printTable } from './measure/print-table.ts';
import { dayMs, days, type Filled, openFilledDatabase, today } from './retention/open-filled-database.ts';
import { whileWriting } from './retention/run-writers.ts';

if (serverUrl === '') {
  console.log('skipped: TEST_DATABASE_URL names no native PostgreSQL server');
  process.exit(0);
}
for (const rows of sizesOr([1_000_000])) await measure(rows);

async function measure(rows: number): Promise<void> {
  const filled = await openFilledDatabase(serverUrl, rows);
  const load = loadavg().map((each) => each.toFixed(1));
  console.log(
    `Days of ${rows.toLocaleString('en')} rows; two writers store 500 lines and 50 snapshots in turn; load ${load.join(' ')}`,
  );
  try {
    printTable(
      ['what', 'rows', 'ms', 'longest statement ms', 'writers rows/s', 'slowest insert ms', 'failed inserts'],
      await measureRuns(filled, rows),
    );
    printTable(['what the page asks', 'ms'], await measurePage(filled));
  } finally {
    await filled.drop();
  }
}

async function measureRuns({ db, url }: Filled, rows: number): Promise<Cell[][]> {
  const alone = await whileWriting(url, () => sleep(3_000));
  const cells = [cellsOf('writers alone', null, null, alone)];
  for (const kind of kindsByService) {
    const [day] = (await listPartitions(db, dayTables[kind].table)).filter(
      ({ from }) => from === dayOf(days.dropped),
    );
    const counted = await whileWriting(url, () => countDays(db, [day!], { pages: Number.POSITIVE_INFINITY }));
    cells.push(cellsOf(`${kind}: day counted`, rows, counted.ms, counted));
    const dropped = await whileWriting(url, () => dropDay(kind), { leastMs: 1_000 });
    cells.push(cellsOf(`${kind}: day dropped`, rows, dropped.ms, dropped));
  }
  const thinned = await thin();
  cells.push(cellsOf('logs: rows of a service deleted', thinned.result.rows, thinned.longest, thinned));
  await db.$executeRaw`UPDATE logs SET deleted_at = now() - interval '30 days' WHERE service = 'service 2' AND created_at < ${new Date(today)}`;
  const purged = await purge();
  cells.push(cellsOf('deleted rows purged', purged.result.rows, purged.longest, purged));
  await db.$executeRaw`
    INSERT INTO log_patterns (service, source, fingerprint, pattern, sample, first_seen, last_seen, updated_at)
    SELECT 'old', 'old', 'old' || n, 'old pattern ' || n, '', now() - interval '99 days', now() - interval '99 days', now() - interval '99 days'
    FROM generate_series(1, ${Math.round(rows / 50)}::int) AS n`;
  const rule = { days: 30, services: new Map<string, number>() };
  const watched = watch();
  const expired = await whileWriting(url, () => expirePatterns(db, { rule, now: Date.now() }, watched.rest));
  cells.push(cellsOf('patterns without lines', expired.result, watched.longest(), expired));
  return cells;

  async function dropDay(kind: KindByService): Promise<void> {
    const [day] = (await listPartitions(db, dayTables[kind].table)).filter(
      ({ from }) => from === dayOf(days.dropped),
    );
    const rule = { days: 30, services: new Map<string, number>() };
    const outcome = await dropPartition(
      db,
      day!,
      async (tx) =>
        (await planPartition(tx, day!, { rule, now: Date.now(), keep: dayTables[kind].keep })).isWhole,
    );
    if (outcome !== 'dropped') throw new Error(`${day!.name} is ${outcome}`);
  }

  async function thin() {
    const rule = { days: 30, services: new Map([['service 1', 10]]) };
    const tally = emptyTally();
    const watched = watch();
    const run = await whileWriting(url, async () => {
      await expireDays(db, { table: 'logs', rule, now: Date.now() }, { rest: watched.rest, tally });
      return tally;
    });
    return { ...run, longest: watched.longest() };
  }

  async function purge() {
    const tally = emptyTally();
    const watched = watch();
    const run = await whileWriting(url, async () => {
      await purgeDeleted(db, Date.now() - 7 * dayMs, { rest: watched.rest, tally });
      return tally;
    });
    return { ...run, longest: watched.longest() };
  }
}

/** Takes turns as the job does, and remembers the longest piece of work. */
function watch(): { rest: Rest; longest: () => number } {
  const turns = takeTurns(systemClock);
  let longest = 0;
  return {
    rest: (work) =>
      turns(async () => {
        const startedAt = performance.now();
        await work();
        longest = Math.max(longest, performance.now() - startedAt);
      }),
    longest: () => longest,
  };
}

function cellsOf(
  name: string,
  rows: number | null,
  longest: number | null,
  { ms, written }: Awaited<ReturnType<typeof whileWriting>>,
): Cell[] {
  return [
    name,
    rows,
    rows === null ? null : ms,
    longest,
    written.rowsPerSecond,
    written.slowestMs,
    written.failed,
  ];
}

async function measurePage({ db }: Filled): Promise<Cell[][]> {
  const cells: Cell[][] = [];
  for (const kind of retentionKinds)
    cells.push([`size, rows and oldest of ${kind}`, await timeOf(() => measureStorage(db, kind))]);
  const rule = { days: 1, services: new Map([['service 3', 300]]), origin: 'policy' as const };
  for (const kind of kindsByService)
    cells.push([
      `what 1 day would take of ${kind}`,
      await timeOf(() => forecastRetention(db, { kind, rule, at: today + dayMs })),
    ]);
  return cells;
}

/** The median of five, ms. */
async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let n = 0; n < 5; n++) {
    const startedAt = performance.now();
    await work();
    times.push(performance.now() - startedAt);
  }
  return times.sort((a, b) => a - b)[2]!;
}

function dayOf(ago: number): number {
  return today - ago * dayMs;
}
