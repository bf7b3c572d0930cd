import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { mergeBatch } from '@apiscope/db/metrics/merge-batch';
import { createTestDb, type TestDb } from '@apiscope/db/testing/test-db';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestApp, type TestApp } from '../testing/open-test-app.ts';
import { attribute, nanos } from './testing/make-spans.ts';

let database: TestDb;
let api: TestApp;
beforeAll(async () => {
  database = await createTestDb();
  api = await openTestApp(database.url);
});
afterAll(async () => {
  await api.close();
  await database.close();
});

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

const [batches, spansEach, maxEndpoints] = [25, 2_000, 100];

/** SERVER spans of paths that no other span has, and that no inference can make one route of. */
function distinct(batch: number): string {
  const spans = Array.from({ length: spansEach }, (_, n) => {
    const id = batch * spansEach + n + 1;
    const word = [...id.toString(26).padStart(6, '0')].map(
      (c) => 'qwertyuiopasdfghjklzxcvbnm'[Number.parseInt(c, 26)],
    );
    return {
      traceId: id.toString(16).padStart(32, 'a'),
      spanId: id.toString(16).padStart(16, 'b'),
      name: 'GET',
      kind: 2,
      startTimeUnixNano: nanos('2026-01-31T09:00:00Z'),
      endTimeUnixNano: nanos('2026-01-31T09:00:01Z'),
      attributes: [
        attribute('http.request.method', 'GET'),
        attribute('url.path', `/${word.join('')}`),
        attribute('http.response.status_code', 200),
      ],
    };
  });
  const resource = { attributes: [attribute('service.name', 'scanned')] };
  return JSON.stringify({ resourceSpans: [{ resource, scopeSpans: [{ spans }] }] });
}

it(`counts ${batches * spansEach} distinct paths within the cap of endpoints, exactly, in memory that stays flat`, async () => {
  const headers = { 'content-type': 'application/json' };
  const heaps: number[] = [];
  for (let batch = 0; batch < batches; batch++) {
    const answer = await api.app.request('/v1/traces', { method: 'POST', body: distinct(batch), headers });
    expect([answer.status, await answer.text()]).toEqual([200, '{}']);
    const [waiting] = await database.db.metricBatch.findMany({
      where: { service: 'scanned', processedAt: null },
      select: { id: true },
    });
    await mergeBatch(database.db, { batchId: waiting!.id, maxEndpoints });
    collectGarbage();
    heaps.push(process.memoryUsage().heapUsed / 1024 / 1024);
  }
  const scope = 'service=scanned&startDate=2026-01-31&endDate=2026-02-01';
  const { body } = await api.call(`/metrics/endpoints?${scope}&limit=200&order_by=trafficCount&order=desc`);
  expect(body.metadata.total).toBe(maxEndpoints + 1);
  expect(body.data[0]).toMatchObject({
    endpoint: 'overflow',
    trafficCount: batches * spansEach - maxEndpoints,
  });
  const middle = (part: number[]) => part.sort((a, b) => a - b)[part.length >> 1]!;
  const [early, late] = [middle(heaps.slice(5, 15)), middle(heaps.slice(-10))];
  process.stdout.write(
    `heap after 10,000 to 30,000 paths ${early.toFixed(0)} MB, at the end ${late.toFixed(0)} MB\n`,
  );
  expect(late).toBeLessThan(early * 1.5);
}, 600_000);
