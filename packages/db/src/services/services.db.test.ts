import { randomUUID } from 'node:crypto';
import type { Sample } from '@apiscope/core/metrics/sample';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inTransaction } from '../client.ts';
import { addMetricBatch } from '../metrics/add-batch.ts';
import { mergeBatch } from '../metrics/merge-batch.ts';
import { createTestDb, type TestDb } from '../testing/test-db.ts';
import { getService } from './get-service.ts';
import { listCatalogue } from './list-catalogue.ts';
import { listServices } from './list-services.ts';
import { recordSender } from './record-sender.ts';
import { recordVersions } from './record-versions.ts';

const start = Date.UTC(2026, 0, 14, 22);
const iso = (at: number) => new Date(at).toISOString();
const call = { at: start, status: 200, duration: 1, requestSize: null, responseSize: null, country: null };

let test: TestDb;
beforeAll(async () => {
  test = await createTestDb();
});
afterAll(() => test.close());

async function merge(
  samples: readonly Sample[],
  about: { service: string; version?: string; stage?: string },
) {
  const batchId = randomUUID();
  await addMetricBatch(test.db, { batchId, samples, ...about });
  await mergeBatch(test.db, { batchId, maxEndpoints: 20 });
}

describe('the catalogue', () => {
  it('says of each service what it runs, who sends, and how its requests went', async () => {
    const sdk = { name: 'apiscope-node', version: '1.2.0' };
    for (const [n, version] of ['1.0', '1.1'].entries()) {
      const at = start + n * 60_000;
      await recordVersions(test.db, [{ service: 'shop', version, at }]);
      await inTransaction(test.db, (tx) =>
        recordSender(tx, {
          service: 'shop',
          at,
          version,
          stage: 'prod',
          instance: `pod-${n}`,
          sdk,
          dropped: n,
        }),
      );
      await merge([{ ...call, at, endpoint: 'GET /a', status: n === 0 ? 500 : 200 }], {
        service: 'shop',
        version,
        stage: 'prod',
      });
    }
    const { data } = await listServices(test.db, { limit: 20 } as never);
    expect(data).toMatchObject([
      {
        name: 'shop',
        trafficCount: 2,
        errorRate: 50,
        versions: ['1.1', '1.0'],
        stages: ['prod'],
        sdk,
        source: null,
        dropped: 1,
        endpointCount: 1,
        firstSeen: iso(start),
        lastSeen: iso(start + 60_000),
      },
    ]);
    const later = { startDate: iso(start + 60_000), endDate: iso(start + 120_000) };
    expect(await getService(test.db, { name: 'shop', ...later })).toMatchObject({
      trafficCount: 1,
      errorRate: 0,
      versionsSeen: [{ version: '1.1', firstSeen: iso(start + 60_000) }, { version: '1.0' }],
      senders: [{ instance: 'pod-1', dropped: 1, sdk }, { instance: 'pod-0' }],
      seenWith: [
        { version: '1.1', stage: 'prod', firstSeen: iso(start + 60_000), lastSeen: iso(start + 60_000) },
        { version: '1.0', stage: 'prod', firstSeen: iso(start), lastSeen: iso(start) },
      ],
    });
    const [endpoint] = (await listCatalogue(test.db, { limit: 20, service: 'shop' } as never)).data;
    expect(endpoint).toMatchObject({
      endpoint: 'GET /a',
      isOverflow: false,
      trafficCount: 2,
      seenWith: [
        { version: '1.1', stage: 'prod', firstSeen: iso(start + 60_000), lastSeen: iso(start + 60_000) },
        { version: '1.0', stage: 'prod', firstSeen: iso(start) },
      ],
    });
    await expect(getService(test.db, { name: 'none' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('shows the bucket of endpoints beyond the cap as what it is, and keeps endpoints that are silent', async () => {
    const samples = Array.from({ length: 50 }, (_, n) => ({ ...call, at: start + n, endpoint: `GET /${n}` }));
    await merge(samples, { service: 'wide' });
    const asked = {
      limit: 100,
      service: 'wide',
      startDate: iso(start + 3_600_000),
      endDate: iso(start + 7_200_000),
    };
    const { data } = await listCatalogue(test.db, asked as never);
    expect(data).toHaveLength(21);
    expect(data.every(({ trafficCount }) => trafficCount === 0)).toBe(true);
    const { data: whole } = await listCatalogue(test.db, { limit: 1, service: 'wide' } as never);
    expect(whole).toMatchObject([{ endpoint: 'overflow', isOverflow: true, trafficCount: 30 }]);
    expect((await getService(test.db, { name: 'wide' })).endpointCount).toBe(20);
  });

  it('knows the stages that its requests alone told of, each once', async () => {
    for (const stage of ['prod', 'dev', 'prod'])
      await merge([{ ...call, endpoint: 'GET /a' }], { service: 'spans', stage });
    await inTransaction(test.db, (tx) =>
      recordSender(tx, { service: 'spans', at: start, stage: 'dev', dropped: 0 }),
    );
    const { data } = await listServices(test.db, { limit: 20, name__eq: 'spans' } as never);
    expect(data[0]?.stages).toEqual(['dev', 'prod']);
  });

  it('joins what requests and senders tell of versions and stages, and knows none where nobody said any', async () => {
    const told = { service: 'told', version: '2.0', stage: 'prod' };
    await merge([{ ...call, at: start + 5_000, endpoint: 'GET /a' }], told);
    await merge([{ ...call, at: start + 9_000, endpoint: 'GET /b' }], told);
    await merge([{ ...call, at: start, endpoint: 'GET /a' }], { service: 'told', stage: 'staging' });
    for (const sender of [
      { ...told, at: start + 1_000 },
      { service: 'told', at: start, instance: 'pod-1' },
    ])
      await inTransaction(test.db, (tx) => recordSender(tx, sender));
    expect((await getService(test.db, { name: 'told' })).seenWith).toEqual([
      { version: '2.0', stage: 'prod', firstSeen: iso(start + 1_000), lastSeen: iso(start + 9_000) },
      { version: null, stage: 'staging', firstSeen: iso(start), lastSeen: iso(start) },
    ]);
    expect((await getService(test.db, { name: 'wide' })).seenWith).toEqual([]);
  });

  it('remembers a bounded number of processes of a service', async () => {
    for (let n = 0; n < 210; n++)
      await inTransaction(test.db, (tx) =>
        recordSender(tx, { service: 'pods', at: start + n, instance: `pod-${n}` }),
      );
    const left = await test.db.serviceSender.findMany({
      where: { service: 'pods' },
      orderBy: { lastSeen: 'asc' },
    });
    expect([left.length, left[0]!.instance]).toEqual([200, 'pod-10']);
  });
});
