import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createEntryAssembler } from '@apiscope/core/ingest/assemble-entries';
import { createYearOf } from '@apiscope/core/ingest/calendar-time';
import { detectFormat } from '@apiscope/core/ingest/detect-format';
import { inferRouteTemplate } from '@apiscope/core/metrics/route-template';
import type { Sample } from '@apiscope/core/metrics/sample';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDb, type TestDb } from '../testing/test-db.ts';
import { addMetricBatch } from './add-batch.ts';
import { aggregateMetrics } from './aggregate-metrics.ts';
import { mergeBatch } from './merge-batch.ts';

/** Real logs live beside the repository, not in it. */
const file = new URL('../../../../../shared/data/loghub/OpenStack_2k.log', import.meta.url);
const present = existsSync(file);
if (!present)
  console.error('openstack.db.test.ts: no folder shared/data beside the repository, nothing compared');

function readSamples(): Sample[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  const yearOf = createYearOf({ year: 2017, reference: 0 });
  const assembler = createEntryAssembler({ ...detectFormat(lines), yearOf });
  const entries = [...lines.map((line, index) => assembler.push(line, index + 1)), assembler.end()];
  return entries.flatMap((entry) => {
    const request = entry?.parsed.request;
    if (!request) return [];
    return {
      at: entry.parsed.at!,
      endpoint: `${request.method} ${request.route ?? inferRouteTemplate(request.path)}`,
      status: request.statusCode,
      duration: request.duration ?? null,
      requestSize: request.requestSize ?? null,
      responseSize: request.responseSize ?? null,
      country: null,
    };
  });
}

describe.runIf(present)('metrics of a real OpenStack API', () => {
  let test: TestDb;
  beforeAll(async () => {
    test = await createTestDb();
  });
  afterAll(() => test.close());

  async function load(samples: Sample[]): Promise<void> {
    for (let at = 0; at < samples.length; at += 300) {
      const batchId = randomUUID();
      await addMetricBatch(test.db, { batchId, service: 'nova', samples: samples.slice(at, at + 300) });
      await mergeBatch(test.db, { batchId, maxEndpoints: 2_000 });
    }
  }
  const rows = () => test.db.$queryRaw<unknown[]>`
    SELECT resolution, endpoint, window_start, traffic_count::int, avg_latency, encode(sketch, 'hex') AS sketch
    FROM metrics ORDER BY resolution, endpoint, window_start`;

  it('gives the figures that were counted by hand, and the same rows for two halves in any order', async () => {
    const samples = readSamples();
    await load(samples);
    const { data } = await aggregateMetrics(test.db, {}, { now: 0 });
    expect(data).toHaveLength(1);
    const [bucket] = data;
    expect(bucket).toMatchObject({ trafficCount: 1_017, clientErrorCount: 41, serverErrorCount: 0 });
    for (const [got, expected] of [
      [bucket?.p50Latency, 259.2],
      [bucket?.p95Latency, 385.3],
      [bucket?.p99Latency, 504.9],
    ] as const)
      expect(Math.abs(got! / expected - 1)).toBeLessThan(0.015);
    const inOrder = await rows();
    await test.db.$executeRaw`TRUNCATE metrics, metric_batches, endpoints, services`;
    const [first, second] = [samples.slice(0, 500), samples.slice(500)];
    await Promise.all([load(second), load(first)]);
    expect(await rows()).toEqual(inOrder);
  });
});
