import { type Level, levels, severityOf } from '@apiscope/core/logs/level';
import type { Log } from '@apiscope/core/logs/schema';
import { matches } from '@apiscope/core/search/evaluate';
import type { Field } from '@apiscope/core/search/fields';
import type { Condition, Query, SearchTerm } from '@apiscope/core/search/filter';
import { operatorsOf } from '@apiscope/core/search/operators';
import { logs } from '@apiscope/core/search/resources/logs';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Prisma } from '../client.ts';
import { type LogRow, logColumns, toLog } from '../logs/log-row.ts';
import { ensurePartitions } from '../partitions/ensure-partitions.ts';
import { createTestDb, type TestDb } from '../testing/test-db.ts';
import { compileWhere } from './where.ts';

const start = Date.UTC(2026, 0, 31, 9);
let test: TestDb;
let rows: Log[];

/** Few short pieces, so that random texts often contain, begin or end with one another. */
const piece = fc.constantFrom(
  '%',
  '_',
  '\\',
  ',',
  "'",
  '"',
  'a',
  'A',
  'b',
  'é',
  'É',
  'ß',
  'Σ',
  'ς',
  '日',
  '😀',
  '𐐀',
  'ｚ',
  ' ',
  '\n',
  '$1',
  'zz',
);
const text = fc.array(piece, { maxLength: 4 }).map((pieces) => pieces.join(''));
const moment = fc.integer({ min: 0, max: 5 }).map((step) => start + step * 333);
const level = fc.constantFrom(...levels);
const orNull = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: null });
const seed = fc.record({
  source: text,
  level,
  message: text,
  service: text,
  traceId: orNull(text),
  requestId: orNull(text),
  patternId: orNull(fc.integer({ min: 1, max: 4 })),
  meta: orNull(fc.constant({ a: 1 })),
  createdAt: moment,
  deleted: fc.boolean(),
});

beforeAll(async () => {
  test = await createTestDb();
  await ensurePartitions(test.db, 'logs', [start]);
  const seeds = fc.sample(seed, { numRuns: 300, seed: 7 });
  for (const each of seeds) {
    await test.db.$executeRaw`
      INSERT INTO logs (source, severity, message, service, trace_id, request_id, pattern_id, meta, created_at, updated_at, deleted_at)
      VALUES (${each.source}, ${severityOf[each.level as Level]}::smallint, ${each.message}, ${each.service}, ${each.traceId}, ${each.requestId},
        ${each.patternId}::int, ${each.meta && JSON.stringify(each.meta)}::jsonb, ${new Date(each.createdAt)}, ${new Date(each.createdAt)},
        ${each.deleted ? new Date(each.createdAt) : null}::timestamptz)`;
  }
  const stored = await test.db.$queryRaw<
    LogRow[]
  >`SELECT ${logColumns} FROM logs WHERE deleted_at IS NULL ORDER BY id`;
  rows = stored.map(toLog);
});
afterAll(() => test.close());

function aValueOf(field: Field): fc.Arbitrary<string | number> {
  if (field.type === 'int') return fc.integer({ min: -1, max: 320 });
  if (field.type === 'timestamp') return moment.map((at) => new Date(at).toISOString());
  return field.type === 'level' ? level : text;
}

const condition: fc.Arbitrary<Condition> = fc
  .constantFrom(...Object.entries<Field>(logs.fields))
  .chain(([name, field]) =>
    fc.constantFrom(...operatorsOf[field.type]).chain((op) => {
      const of = (value: fc.Arbitrary<Condition['value']>) =>
        value.map((value): Condition => ({ field: name, op, value }));
      if (op === 'isnull' || op === 'isnotnull') return of(fc.boolean());
      if (op === 'in') return of(fc.array(aValueOf(field), { maxLength: 4 }));
      return of(['like', 'ilike', 'startswith', 'endswith'].includes(op) ? text : aValueOf(field));
    }),
  );
const term: fc.Arbitrary<SearchTerm> = fc.record({
  text: text.filter((text) => text.trim() !== ''),
  negated: fc.boolean(),
});
const query: fc.Arbitrary<Query> = fc.record({
  resource: fc.constant(logs),
  filter: fc.array(condition, { minLength: 1, maxLength: 3 }),
  search: fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(term, { maxLength: 2 }) },
  ),
});

async function select(where: Prisma.Sql): Promise<number[]> {
  const found = await test.db.$queryRaw<{ id: bigint }[]>`SELECT id FROM logs WHERE ${where} ORDER BY id`;
  return found.map(({ id }) => Number(id));
}

describe('compileWhere on PostgreSQL', () => {
  it('selects exactly the rows that matches() holds for, never a deleted one', async () => {
    let selective = 0;
    await fc.assert(
      fc.asyncProperty(query, async (query) => {
        const found = await select(compileWhere(query));
        if (found.length > 0 && found.length < rows.length) selective += 1;
        expect(found).toEqual(rows.filter((row) => matches(query, row)).map(({ id }) => id));
      }),
      { numRuns: 700 },
    );
    expect(selective).toBeGreaterThan(100);
  });

  it('agrees on every single condition of every operator', async () => {
    const all = fc.sample(condition, { numRuns: 500, seed: 11 });
    for (const each of all) {
      const query = { resource: logs, filter: [each], search: [] };
      const expected = rows.filter((row) => matches(query, row)).map(({ id }) => id);
      expect({ each, found: await select(compileWhere(query)) }).toEqual({ each, found: expected });
    }
  });
});
