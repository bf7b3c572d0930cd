// How long after an insert its event is at a subscriber, beside bare LISTEN/NOTIFY in the same run, while 1,000 rows a second are inserted.
// TEST_DATABASE_URL=postgres://… npx tsx bench/stream-latency.bench.ts
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { parseEvents } from '../apps/api/src/testing/parse-events.ts';
import { closeDb, createDb } from '../packages/db/src/client.ts';
import { logsChannel } from '../packages/db/src/logs/insert-logs.ts';
import { migrate } from '../packages/db/src/migrate.ts';
import { ensurePartitions } from '../packages/db/src/partitions/ensure-partitions.ts';
import { rounds, serverUrl } from './env.ts';
import { describeMachine } from './measure/describe-machine.ts';
import { type Cell, printTable } from './measure/print-table.ts';
import { startApi } from './measure/start-api.ts';

const roundMs = 10_000;
const batchMs = 10;
const batchRows = 10;
const bareChannel = 'bench_bare';

if (serverUrl === '') {
  console.log('skipped: TEST_DATABASE_URL names no native PostgreSQL server');
  process.exit(0);
}
const admin = new pg.Client({ connectionString: serverUrl });
await admin.connect();
const name = `bench_stream_${process.pid}`;
await admin.query(`CREATE DATABASE ${name}`);
const url = Object.assign(new URL(serverUrl), { pathname: `/${name}` }).href;
try {
  await migrate({ url });
  const db = createDb({ url, maxConnections: 1 });
  await ensurePartitions(db, 'logs', [Date.now()]);
  await closeDb(db);
  console.log(await describeMachine(serverUrl));
  await measure();
} finally {
  await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
  await admin.end();
}

async function measure(): Promise<void> {
  const api = await startApi(url);
  const [writer, listener] = [new pg.Client(url), new pg.Client(url)];
  await Promise.all([writer.connect(), listener.connect()]);
  await listener.query(`LISTEN ${bareChannel}`);
  const sent: number[] = [];
  let bare: number[] = [];
  let events: number[] = [];
  listener.on('notification', ({ payload }) => bare.push(performance.now() - sent[Number(payload)]!));
  const leaving = new AbortController();
  await follow(`${api.url}/logs/stream?service__eq=bench`, leaving.signal, (batch) =>
    events.push(performance.now() - sent[batch]!),
  );
  const rows: Cell[][] = [];
  for (let round = 1; round <= rounds; round++) {
    [bare, events] = [[], []];
    const begin = performance.now();
    const before = sent.length;
    for (let at = begin; performance.now() < begin + roundMs; at += batchMs) {
      await sleep(Math.max(0, at - performance.now()));
      await insert(writer, sent);
    }
    const rate = ((sent.length - before) * batchRows) / ((performance.now() - begin) / 1_000);
    await sleep(500);
    rows.push([
      round,
      Math.round(rate),
      quantile(events, 0.5),
      quantile(events, 0.95),
      quantile(bare, 0.5),
      quantile(bare, 0.95),
      quantile(events, 0.5) / quantile(bare, 0.5),
      (sent.length - before) * batchRows - events.length,
    ]);
  }
  printTable(
    ['round', 'rows/s', 'event ms', 'p95', 'bare NOTIFY ms', 'p95', 'ratio', 'rows without event'],
    rows,
  );
  const median = (at: number) =>
    quantile(
      rows.map((row) => Number(row[at])),
      0.5,
    );
  console.log(
    `medians of ${rounds} rounds: event ${median(2).toFixed(1)} ms, bare LISTEN/NOTIFY ${median(4).toFixed(1)} ms, ratio ${median(6).toFixed(1)}`,
  );
  leaving.abort();
  await Promise.all([writer.end(), listener.end(), api.stop()]);
}

/** Inserts a batch in one transaction that tells both channels; the clock starts before it is sent. */
async function insert(writer: pg.Client, sent: number[]): Promise<void> {
  const batch = sent.length;
  sent.push(performance.now());
  await writer.query(
    `WITH stored AS (
       INSERT INTO logs (service, source, severity, message)
       SELECT 'bench', 'bench', 9, $1 FROM generate_series(1, ${batchRows}) RETURNING id)
     SELECT pg_notify('${logsChannel}', ''), pg_notify('${bareChannel}', $1) FROM (SELECT count(*) FROM stored) AS done`,
    [String(batch)],
  );
}

async function follow(url: string, signal: AbortSignal, onRow: (batch: number) => void): Promise<void> {
  const { body } = await fetch(url, { signal });
  let started: () => void = () => {};
  const start = new Promise<void>((resolve) => {
    started = resolve;
  });
  const read = async () => {
    for await (const { event, id, data } of parseEvents(body!))
      if (event === 'log-update') onRow(Number(JSON.parse(data!).message));
      else if (id !== null) started();
  };
  read().catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
  await start;
}

function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? Number.NaN;
}
