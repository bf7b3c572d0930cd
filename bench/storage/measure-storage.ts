import pg from 'pg';
import { migrate } from '../../packages/db/src/migrate.ts';
import { runSql } from '../../packages/db/src/testing/make-template.ts';
import { withDatabase } from '../../packages/db/src/testing/template.ts';
import { amplifyLogs, interleave } from '../data/amplify-logs.ts';
import { loadLogs } from '../data/load-logs.ts';
import { loadMetrics } from '../data/load-metrics.ts';
import { readRealLogs } from '../data/read-real-logs.ts';
import type { Cell } from '../measure/print-table.ts';
import { loadSnapshots } from './load-snapshots.ts';
import { loadSpans } from './load-spans.ts';

type Wanted = { serverUrl: string; data: URL; rows: number };

/** One day of so many rows of each kind, in a database of its own, which is dropped again. */
export async function measureStorage({ serverUrl, data, rows }: Wanted): Promise<Cell[][]> {
  const database = `bench_storage_${process.pid}`;
  const url = withDatabase(serverUrl, database);
  await runSql(serverUrl, `CREATE DATABASE ${database}`);
  try {
    await migrate({ url });
    // Whole, so that each table has one day.
    const end = Math.floor(Date.now() / 86_400_000) * 86_400_000;
    const real = interleave(readRealLogs(data));
    await loadLogs(url, amplifyLogs(real, { count: rows, days: 1, end }));
    await loadMetrics({ url, count: rows, days: 1, end }, data);
    await loadSnapshots(url, data, { rows: Math.round(rows / 10), end });
    await loadSpans(url, data, { rows: Math.round(rows / 4), end });
    await runSql(url, 'VACUUM (ANALYZE)');
    return await readSizes(url);
  } finally {
    await runSql(serverUrl, `DROP DATABASE ${database} WITH (FORCE)`);
  }
}

/** Of a kind: its tables, what is counted as its rows, and the text that people would say was sent. */
const kinds: readonly { what: string; tables: string[]; of: string; text: string | null }[] = [
  {
    what: 'log line',
    tables: ['logs'],
    of: 'logs',
    text: 'octet_length(message) + coalesce(octet_length(meta::text), 0)',
  },
  {
    what: 'counters and patterns, a log line',
    tables: ['log_counts', 'log_patterns'],
    of: 'logs',
    text: null,
  },
  {
    what: 'request snapshot with bodies',
    tables: ['request_snapshots'],
    of: 'request_snapshots',
    text: `coalesce(octet_length(body), 0) + coalesce(octet_length(response_body), 0) + octet_length(headers::text)
           + octet_length(response_headers::text)`,
  },
  {
    what: 'metric window of a minute',
    tables: ['metrics_minutes'],
    of: 'metrics_minutes',
    text: 'octet_length(sketch)',
  },
  {
    what: 'metric window of an hour',
    tables: ['metrics_hours'],
    of: 'metrics_hours',
    text: 'octet_length(sketch)',
  },
  { what: 'span', tables: ['spans'], of: 'spans', text: 'octet_length(attributes::text)' },
  { what: 'trace', tables: ['traces'], of: 'traces', text: null },
];

async function readSizes(url: string): Promise<Cell[][]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const cells: Cell[][] = [];
  for (const { what, tables, of, text } of kinds) {
    const { rows } = await client.query<{ rows: number; text: number | null; heap: number; index: number }>(
      `SELECT count(*)::float8 AS rows, avg(${text ?? 'NULL::int'})::float8 AS text,
         (SELECT sum(pg_table_size(heap))::float8 FROM (${heapsSql}) AS heaps) AS heap,
         (SELECT sum(pg_indexes_size(heap))::float8 FROM (${heapsSql}) AS heaps) AS index
       FROM ${of}`,
      [tables],
    );
    const [row] = rows;
    const [heap, index] = [row!.heap / row!.rows, row!.index / row!.rows];
    cells.push([what, row!.rows, row!.text, heap, index, heap + index]);
  }
  await client.end();
  return cells;
}

const heapsSql = `SELECT relid AS heap FROM unnest($1::regclass[]) AS parent, pg_partition_tree(parent) WHERE isleaf
  UNION SELECT parent FROM unnest($1::regclass[]) AS parent`;
