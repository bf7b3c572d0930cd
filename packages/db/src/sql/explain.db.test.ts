import type { Field, Fields } from '@apiscope/core/search/fields';
import type { Parameters } from '@apiscope/core/search/parse';
import { resources } from '@apiscope/core/search/resources';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type ExplainDb, explainDb } from '../testing/explain-db.ts';
import { fillTables } from '../testing/fill-tables.ts';
import { type Listed, listsOf, tablesOf } from '../testing/list-resources.ts';
import { createTestDb, type TestDb } from '../testing/test-db.ts';

let test: TestDb;
let explained: ExplainDb;
let lists: ReturnType<typeof listsOf>;

const day = '2026-01-30';
/** One list a promised index: the field whose hint is proved, and parameters that a screen or a caller really sends. */
const probes: [Listed, string, Parameters][] = [
  ['users', 'created_at', {}],
  ['users', 'id', { id__eq: 7 }],
  ['users', 'name', { name__ilike: 'c4ca4238' }],
  ['users', 'name', { search: 'c4ca4238' }],
  ['logs', 'created_at', {}],
  ['logs', 'created_at', { created_at__gte: day, limit: 100 }],
  ['logs', 'service', { service__eq: 'service-7' }],
  ['logs', 'level', { level__gte: 'warn' }],
  ['logs', 'level', { level__in: 'error,fatal' }],
  ['logs', 'patternId', { patternId__eq: 7 }],
  ['logs', 'requestId', { requestId__eq: 'request-77' }],
  ['logs', 'traceId', { traceId__eq: 'trace-77' }],
  ['logs', 'id', { id__eq: 4711 }],
  ['patterns', 'lastSeen', {}],
  ['patterns', 'firstSeen', { firstSeen__gte: '2026-01-31T20:00:00Z', order_by: 'firstSeen' }],
  ['patterns', 'service', { service__eq: 'service-7' }],
  ['patterns', 'id', { id__in: '7,8' }],
  ['metrics', 'windowStart', {}],
  ['metrics', 'windowStart', { startDate: day, endDate: '2026-01-31' }],
  ['metrics', 'endpoint', { service: 'service-3', endpoint: 'GET /things/3' }],
  ['metrics', 'service', { service: 'service-3', endpoint: 'GET /things/3', startDate: day }],
  ['metrics', 'id', { id__eq: 4711 }],
  ['snapshots', 'timestamp', {}],
  ['snapshots', 'endpoint', { endpoint__eq: 'GET /things/7' }],
  ['snapshots', 'service', { service__eq: 'service-7' }],
  ['snapshots', 'statusCode', { statusCode__gte: 500 }],
  ['snapshots', 'requestId', { requestId__eq: 'request-77' }],
  ['snapshots', 'traceId', { traceId__eq: 'trace-77' }],
  ['snapshots', 'consumer', { consumer__eq: 'consumer-78' }],
  ['snapshots', 'path', { path__startswith: '/things/77/28' }],
  ['snapshots', 'path', { path: '/things/209/4711' }],
  ['snapshots', 'id', { id__eq: 4711 }],
  ['replayRuns', 'created_at', {}],
  ['replayRuns', 'id', { id__gte: 407, id__lt: 420 }],
  ['jobs', 'created_at', {}],
  ['jobs', 'status', { status__eq: 'dead' }],
  ['jobs', 'task', { task__eq: 'task-7' }],
  ['jobs', 'finishedAt', { finishedAt__gte: '2026-01-31T23:50:00Z' }],
  ['jobs', 'id', { id__eq: 4711 }],
  ['audit', 'created_at', {}],
  ['traces', 'timestamp', {}],
  ['traces', 'traceId', { traceId__eq: 'a87ff679a2f3e71d9181a67b7542122c' }],
  ['traces', 'service', { service__eq: 'service-7' }],
  ['traces', 'hasError', { hasError__eq: true }],
  ['traces', 'duration', { order_by: 'duration' }],
  ['traces', 'id', { id__eq: 4711 }],
];

function hintOf(name: Listed, field: string): string | null {
  const fields: Fields = resources[name].fields;
  return fields[field]!.index;
}

const isNative = inject('testTemplate').kind === 'native';

beforeAll(async () => {
  test = await createTestDb();
  if (!isNative) return;
  await fillTables(test.db);
  explained = await explainDb(test.db);
  lists = listsOf(explained.db);
});
afterAll(() => test.close());

const hints = Object.keys(tablesOf).flatMap((name) =>
  Object.entries<Field>(resources[name as Listed].fields).flatMap(([field, { column, index }]) =>
    index === null ? [] : [{ name: name as Listed, field, column, index }],
  ),
);

describe('index hints of the registry', () => {
  it('name indexes of the table that know the column', async () => {
    const found = await test.db.$queryRaw<{ index: string; table: string; definition: string }[]>`
      SELECT index.relname::text AS index, held.relname::text AS "table", pg_get_indexdef(indexrelid) AS definition
      FROM pg_index JOIN pg_class index ON index.oid = indexrelid JOIN pg_class held ON held.oid = indrelid`;
    const wrong = hints.filter(({ name, column, index }) => {
      const known = found.find((each) => each.index === index);
      const columns = known?.definition.replace(/^.*? USING /, '') ?? '';
      return known?.table !== tablesOf[name] || !new RegExp(`\\b${column}\\b`).test(columns);
    });
    expect(wrong).toEqual([]);
  });

  it('are each proved by a plan below', () => {
    const proved = new Set(probes.map(([name, field]) => `${name}.${field}`));
    expect([...proved].sort()).toEqual(hints.map(({ name, field }) => `${name}.${field}`).sort());
  });
});

describe.skipIf(!isNative)('plans (skipped on the embedded database: set TEST_DATABASE_URL)', () => {
  it.each(probes)('%s by the index of %s: %j', async (name, field, input) => {
    const { data } = await lists[name](input);
    const [page] = explained.takePlans().filter(({ sql }) => sql.includes('OFFSET'));
    expect(data.length).toBeGreaterThan(0);
    expect(page!.reads.filter(({ table }) => table === tablesOf[name])).toEqual([
      { table: tablesOf[name], index: hintOf(name, field) },
    ]);
  });
});
