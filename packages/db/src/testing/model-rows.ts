import { fingerprint } from '@apiscope/core/logs/fingerprint';
import { identifiersOf } from '@apiscope/core/logs/identifiers';
import type { Level } from '@apiscope/core/logs/level';
import { maskMessage } from '@apiscope/core/logs/mask';
import type { Field, Resource } from '@apiscope/core/search/fields';
import { resources } from '@apiscope/core/search/resources';
import fc from 'fast-check';
import { type Db, Prisma } from '../client.ts';
import { insertLogs, type PreparedLog } from '../logs/insert-logs.ts';
import { ensurePartitions } from '../partitions/ensure-partitions.ts';
import { anyFloat, anyInteger, anyLevel, anyMoment, anyText, type Cell, type ModelRow } from './list-case.ts';
import { type Listed, parentRow, tablesOf } from './list-resources.ts';

type Made = Record<string, Cell>;

/** What of a table the fields alone don't say: bounds of cells, further columns, and what may not come twice. */
type Specifics = {
  cells?: Record<string, fc.Arbitrary<Cell>>;
  columns?: (row: Made, n: number) => Record<string, unknown>;
  unique?: (row: Made) => string;
};

const rowsOf: Partial<Record<Listed, Specifics>> = {
  users: { cells: { age: fc.integer({ min: 0, max: 8 }) } },
  patterns: { columns: (_, n) => ({ fingerprint: `f${n}` }) },
  metrics: {
    columns: () => ({ resolution: 60, error_count: 0, latency_count: 0, latency_sum: 0, sketch: '\\x' }),
    unique: ({ service, endpoint, windowStart }) => JSON.stringify([service, endpoint, windowStart]),
  },
  replayRuns: {
    cells: { status: fc.constantFrom('done', 'failed', 'refused') },
    columns: (_, n) => parentOf('snapshot_id', n),
  },
  replaySets: {
    cells: { name: fc.tuple(anyText, fc.nat()).map((parts) => parts.join('')) },
    columns: () => ({ max_requests: 1, concurrency: 1, rate_limit: 1 }),
  },
  replaySetRuns: {
    cells: {
      kind: fc.constantFrom('check', 'learn'),
      status: fc.constantFrom('queued', 'running', 'paused', 'cancelled', 'done'),
      verdict: fc.constantFrom('pass', 'fail'),
    },
    columns: (_, n) => ({
      ...parentOf('set_id', n),
      total: 1,
      concurrency: 1,
      rate_limit: 1,
      confirm: false,
      ignored: [],
    }),
  },
  replaySends: {
    cells: { status: fc.constantFrom('pending', 'sending', 'equal', 'different', 'failed', 'refused') },
    columns: (_, n) => parentOf('set_run_id', n),
    unique: ({ pass, snapshotId }) => JSON.stringify([pass, snapshotId]),
  },
  jobs: {
    cells: { status: fc.constantFrom('queued', 'running', 'succeeded', 'failed', 'dead', 'cancelled') },
  },
  traces: {
    columns: () => ({ start_nano: 0, end_nano: 0, services: [] }),
    unique: ({ traceId }) => String(traceId),
  },
  snapshots: { cells: { geoSource: fc.constantFrom('platform', 'header', 'ip', 'none') } },
  views: {
    cells: { resource: fc.constantFrom(...Object.keys(resources)) },
    unique: ({ name, resource }) => JSON.stringify([resource, name]),
  },
  keys: { columns: () => ({ hash: '\\x', scopes: [] }), unique: ({ prefix }) => String(prefix) },
  audit: { columns: () => ({ details: {} }) },
};

/** The lists of what belongs to one row of another; some rows belong elsewhere. */
const lower: readonly Listed[] = ['replayRuns', 'replaySetRuns', 'replaySends'];
const isElsewhere = (n: number) => n % 7 === 0;
const parentOf = (column: string, n: number) => ({ [column]: isElsewhere(n) ? parentRow + 1 : parentRow });
const count = 45;

/**
 * Puts random rows into the table of a resource, some of them soft-deleted.
 * @returns the rows as a model sees them.
 */
export async function insertModelRows(db: Db, name: Listed): Promise<ModelRow[]> {
  if (name === 'logs') return insertModelLogs(db);
  const resource: Resource = resources[name];
  const { columns = () => ({}), unique = (row: Made) => String(row.id) }: Specifics = rowsOf[name] ?? {};
  const made = fc.sample(rowOf(resource, rowsOf[name]?.cells ?? {}), { numRuns: count, seed: 5 });
  // Ids in no order, so that they cannot be taken for it.
  const rows: Made[] = made.map((row, n) => ({ ...row, id: 1 + ((n * 31) % count) }));
  const distinct = [...new Map(rows.map((row) => [unique(row), row])).values()];
  const stored = distinct.map((row, n) => ({
    ...Object.fromEntries(Object.entries(resource.fields).map(([field, { column }]) => [column, row[field]])),
    ...columns(row, n),
    deleted_at: isDeleted(n) ? row.created_at : null,
  }));
  const table = tablesOf[name];
  if (name === 'metrics') await ensurePartitions(db, 'metrics_minutes', momentsOf(distinct, 'windowStart'));
  if (name === 'snapshots') await ensurePartitions(db, 'request_snapshots', momentsOf(distinct, 'timestamp'));
  const list = Prisma.raw(
    Object.keys(stored[0]!)
      .map((column) => `"${column}"`)
      .join(),
  );
  await db.$executeRaw`TRUNCATE ${Prisma.raw(table)}`;
  await db.$executeRaw`
    INSERT INTO ${Prisma.raw(table)} (${list})
    SELECT ${list} FROM json_populate_recordset(NULL::${Prisma.raw(table)}, ${JSON.stringify(stored)}::json)`;
  return distinct.map((cells, n) => ({
    cells,
    isDeleted: isDeleted(n),
    hidden: isDeleted(n) || (lower.includes(name) && isElsewhere(n)),
  }));
}

const isDeleted = (n: number) => n % 5 === 2;
const momentsOf = (rows: readonly Made[], field: string) => rows.map((row) => Date.parse(String(row[field])));

function rowOf(resource: Resource, cells: Record<string, fc.Arbitrary<Cell>>): fc.Arbitrary<Made> {
  const columns = Object.entries(resource.fields).map(([name, field]) => {
    const cell = cells[name] ?? cellOf(field);
    return [name, field.nullable ? fc.option(cell, { nil: null, freq: 4 }) : cell] as const;
  });
  return fc.record(Object.fromEntries(columns));
}

function cellOf({ type }: Field): fc.Arbitrary<Cell> {
  if (type === 'int') return anyInteger;
  if (type === 'float') return anyFloat;
  if (type === 'timestamp') return anyMoment;
  if (type === 'level') return anyLevel;
  if (type === 'bool') return fc.boolean();
  return type === 'json' ? fc.constant({ a: 1 }) : anyText;
}

/** Through the real insertion, so that patterns and counters are right; moved and hidden afterwards, as retention and users do. */
async function insertModelLogs(db: Db): Promise<ModelRow[]> {
  const made = fc.sample(rowOf(resources.logs, {}), { numRuns: count, seed: 5 });
  await db.$executeRaw`TRUNCATE log_patterns RESTART IDENTITY`;
  const embedder = { version: 'none', embed: () => [1] };
  await insertLogs(db, made.map(prepare), { embedder, maxPatterns: 1_000 });
  const ids = await db.$queryRaw<{ id: bigint; patternId: number | null }[]>`
    SELECT id, pattern_id AS "patternId" FROM logs ORDER BY id`;
  const hidden = ids.filter((_, n) => isDeleted(n)).map(({ id }) => String(id));
  await db.$executeRaw`UPDATE logs SET deleted_at = now() WHERE id = ANY (${hidden}::bigint[])`;
  await db.$executeRaw`
    UPDATE logs SET updated_at = changed.at
    FROM unnest(${ids.map(({ id }) => String(id))}::bigint[], ${made.map((row) => row.updated_at)}::timestamptz[]) AS changed (id, at)
    WHERE logs.id = changed.id`;
  return made.map((cells, n) => ({
    cells: { ...cells, id: Number(ids[n]!.id), patternId: ids[n]!.patternId },
    isDeleted: isDeleted(n),
    hidden: isDeleted(n),
  }));
}

function prepare(row: Made): PreparedLog {
  const [message, traceId, requestId] = [
    row.message as string,
    row.traceId as string | null,
    row.requestId as string | null,
  ];
  const { pattern, variables } = maskMessage(message);
  return {
    service: row.service as string,
    source: row.source as string,
    level: row.level as Level,
    message,
    meta: row.meta,
    traceId,
    requestId,
    createdAt: Date.parse(String(row.created_at)),
    pattern,
    fingerprint: fingerprint(pattern),
    identifiers: identifiersOf(variables, traceId, requestId),
  };
}
