import { randomUUID } from 'node:crypto';
import { listEndpointsInput } from '@apiscope/core/metrics/schema';
import { endpoints } from '@apiscope/core/search/resources/endpoints';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectedAnswer, realAnswer } from '../testing/answer-list.ts';
import { listCaseOf, type ModelRow } from '../testing/list-case.ts';
import { makeSamples, seededRandom } from '../testing/make-samples.ts';
import { createTestDb, type TestDb } from '../testing/test-db.ts';
import { addMetricBatch } from './add-batch.ts';
import { listEndpoints } from './list-endpoints.ts';
import { mergeBatch } from './merge-batch.ts';

const from = Date.UTC(2026, 0, 30);
const names = ['a', 'A', 'aA', '%', '_b', 'é', 'É', '日', '😀', 'zz', "'", '\\', 'a,b', 'ß', ' a', '$1'];
let test: TestDb;
let rows: ModelRow[];

beforeAll(async () => {
  test = await createTestDb();
  const random = seededRandom(9);
  for (const service of ['zz', 'a']) {
    const samples = makeSamples(60, { seed: service.length, from, to: from + 90_000 }).map((sample) => ({
      ...sample,
      endpoint: names[Math.floor(random() * names.length)]!,
    }));
    const batchId = randomUUID();
    await addMetricBatch(test.db, { batchId, service, samples });
    await mergeBatch(test.db, { batchId, maxEndpoints: 100 });
  }
  const { data } = await listEndpoints(test.db, listEndpointsInput.parse({ limit: 1_000 }));
  rows = data.map((cells) => ({ cells, isDeleted: false, hidden: false }));
});
afterAll(() => test.close());

const keyOf = ({ service, endpoint }: { service?: unknown; endpoint?: unknown }) => `${service} ${endpoint}`;

it('filters, sorts and pages what it worked out as a naive model does', async () => {
  const seen = { selective: 0, walked: 0 };
  expect(rows.length).toBeGreaterThan(20);
  await fc.assert(
    fc.asyncProperty(listCaseOf(endpoints), async (asked) => {
      const list = (input: object) => listEndpoints(test.db, listEndpointsInput.parse(input));
      const answer = expectedAnswer(rows, asked, keyOf);
      expect(await realAnswer(list, asked, keyOf)).toEqual(answer);
      if (!('totals' in answer)) return;
      if (answer.totals[0]! > 0 && answer.totals[0]! < rows.length) seen.selective++;
      if (answer.totals.length > 1) seen.walked++;
    }),
    { numRuns: 200 },
  );
  expect(seen.selective).toBeGreaterThan(8);
  expect(seen.walked).toBeGreaterThan(4);
});
