import type { Resource } from '@apiscope/core/search/fields';
import { parseQuery } from '@apiscope/core/search/parse';
import { resources } from '@apiscope/core/search/resources';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Prisma } from '../client.ts';
import { expectedAnswer, realAnswer, refusedBy } from '../testing/answer-list.ts';
import { type ListCase, listCaseOf, type ModelRow } from '../testing/list-case.ts';
import { type Listed, listsOf, tablesOf } from '../testing/list-resources.ts';
import { insertModelRows } from '../testing/model-rows.ts';
import { createTestDb, type TestDb } from '../testing/test-db.ts';
import { columnOf, compileWhere } from './where.ts';

let test: TestDb;
let lists: ReturnType<typeof listsOf>;

beforeAll(async () => {
  test = await createTestDb();
  lists = listsOf(test.db);
});
afterAll(() => test.close());

/** Many filters in one statement, since asking costs more than finding. */
async function selected(name: Listed, cases: readonly ListCase[]): Promise<(number[] | string[])[]> {
  const answers: (number[] | string[])[] = cases.map(() => []);
  const resource: Resource = resources[name];
  const selects = cases.flatMap(({ parameters }, n) => {
    try {
      const where = compileWhere(parseQuery(resource, parameters));
      return [
        Prisma.sql`SELECT ${n}::int AS place, ${columnOf(resource, resource.key)}::int AS id FROM ${Prisma.raw(tablesOf[name])} WHERE ${where}`,
      ];
    } catch (error) {
      answers[n] = refusedBy(error);
      return [];
    }
  });
  const found = await test.db.$queryRaw<{ place: number; id: number }[]>`
    ${Prisma.join(selects, ' UNION ALL ')} ORDER BY place, id`;
  for (const { place, id } of found) (answers[place] as number[]).push(id);
  return answers;
}

/** Cases of one batch; batches of filters and of whole lists of each resource. Logs are read in ways of their own, so more of them. */
const batch = 50;
const filterBatches = 18;
const listBatches = (name: Listed) => (name === 'logs' ? 20 : 8);

/** Lists that had to be refused, of all resources: too rare to be sure of some of each. */
let refusals = 0;

describe.each(Object.keys(tablesOf) as Listed[])('%s against a naive model', (name) => {
  const resource: Resource = resources[name];
  const keyOf = (row: { readonly [field: string]: unknown }) => Number(row[resource.key]);
  const cases = fc.array(listCaseOf(resource), { minLength: batch, maxLength: batch });
  let rows: ModelRow[];
  beforeAll(async () => {
    rows = await insertModelRows(test.db, name);
  });

  it('a filter selects the same rows', async () => {
    let selective = 0;
    await fc.assert(
      fc.asyncProperty(cases, async (cases) => {
        const found = await selected(name, cases);
        for (const [n, { parameters, refused, holds }] of cases.entries()) {
          // Rows of another parent are kept apart by the list, not by its filter.
          const kept = rows.filter((row) => !row.isDeleted && holds(row));
          const ids = kept.map(({ cells }) => Number(cells[resource.key])).sort((a, b) => a - b);
          const answer = refused.length > 0 ? [...refused].sort() : ids;
          expect({ parameters, answer: found[n] }).toEqual({ parameters, answer });
          if (ids.length > 0 && ids.length < rows.length * 0.7) selective++;
        }
      }),
      { numRuns: filterBatches },
    );
    expect(selective).toBeGreaterThan(batch * filterBatches * 0.1);
  });

  it('a list has the same rows, order and totals, by offset and by cursor', async () => {
    const seen = { selective: 0, walked: 0 };
    await fc.assert(
      fc.asyncProperty(cases, async (cases) => {
        const answers = await Promise.all(cases.map((each) => realAnswer(lists[name], each, keyOf)));
        for (const [n, each] of cases.entries()) {
          const { parameters, mode, limit } = each;
          const answer = expectedAnswer(rows, each, keyOf);
          expect({ parameters, mode, limit, answer: answers[n] }).toEqual({
            parameters,
            mode,
            limit,
            answer,
          });
          if ('refused' in answer) refusals++;
          else if (answer.keys.length > 0 && answer.totals[0]! < rows.length * 0.7) seen.selective++;
          if ('totals' in answer && answer.totals.length > 1) seen.walked++;
        }
      }),
      { numRuns: listBatches(name) },
    );
    expect(seen.selective).toBeGreaterThan(batch * listBatches(name) * 0.1);
    expect(seen.walked).toBeGreaterThan(listBatches(name) * 3);
  });
});

it('some of all these lists were to be refused', () => {
  expect(refusals).toBeGreaterThan(0);
});
