import { mergeBatch } from '@apiscope/db/metrics/merge-batch';
import { createTestDb, type TestDb } from '@apiscope/db/testing/test-db';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type NodeServer, serveNode } from '../servers/node.ts';
import { makeKey } from '../testing/make-key.ts';
import { openTestApp, type TestApp } from '../testing/open-test-app.ts';
import { spawnExpressApp } from './testing/spawn-express-app.ts';

let database: TestDb;
let api: TestApp;
let server: NodeServer;
beforeAll(async () => {
  database = await createTestDb();
  api = await openTestApp(database.url, { AUTH: 'on' });
  server = await serveNode(api.app, { host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await server.close(1_000);
  await api.close();
  await database.close();
});

const read = async (path: string) => {
  const token = await makeKey(database.db, ['read']);
  return (await api.call(path, { headers: { authorization: `Bearer ${token}` } })).body;
};

const ways = [
  ['http/protobuf', 'gzip'],
  ['http/protobuf', 'none'],
  ['http/json', 'gzip'],
  ['http/json', 'none'],
] as const;

describe('an Express app under the OpenTelemetry SDK, without a line of code', () => {
  it.each(ways)(
    'sends its requests and logs by %s, compression %s, and each counts once',
    async (protocol, compression) => {
      const service = `express ${protocol} ${compression}`;
      const key = await makeKey(database.db, ['ingest'], { service });
      const app = await spawnExpressApp({
        OTEL_SERVICE_NAME: service,
        OTEL_RESOURCE_ATTRIBUTES: 'service.version=1.2.3,deployment.environment.name=test',
        OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${server.port}`,
        OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
        OTEL_EXPORTER_OTLP_COMPRESSION: compression,
        OTEL_EXPORTER_OTLP_HEADERS: `authorization=Bearer ${key}`,
        OTEL_LOGS_EXPORTER: 'otlp',
        OTEL_METRICS_EXPORTER: 'none',
        OTEL_BSP_SCHEDULE_DELAY: '50',
        OTEL_NODE_RESOURCE_DETECTORS: 'env,host',
      });
      const ask = (path: string, init?: RequestInit) =>
        fetch(`${app.origin}${path}`, init).then(({ status }) => status);
      const answers = await Promise.all([
        ...Array.from({ length: 20 }, (_, n) => ask(`/users/${n}?token=canary`)),
        ...Array.from({ length: 7 }, () => ask('/orders', { method: 'POST' })),
        ...Array.from({ length: 3 }, () => ask('/fail')),
        ...Array.from({ length: 5 }, (_, n) => ask(`/scan-${n}`)),
      ]);
      expect(answers.filter((status) => status === 404)).toHaveLength(5);
      await app.stop();
      expect(app.output()).not.toMatch(/rror.*export|OTLPExporterError/);

      const batches = await database.db.metricBatch.findMany({ where: { service } });
      for (const { id } of batches) await mergeBatch(database.db, { batchId: id, maxEndpoints: 2_000 });
      const name = encodeURIComponent(service);
      const { data: endpoints } = await read(`/metrics/endpoints?service=${name}`);
      const counts = endpoints.map(({ endpoint, trafficCount, serverErrorCount }) => [
        endpoint,
        trafficCount,
        serverErrorCount,
      ]);
      expect(counts.sort()).toEqual([
        ['GET /fail', 3, 3],
        ['GET /users/{id}', 20, 0],
        ['GET unmatched', 5, 0],
        ['POST /orders', 7, 0],
      ]);
      const logs = await read(`/logs?service__eq=${name}&limit=100`);
      expect(logs.metadata.total).toBe(23);
      const failures = logs.data.filter(({ level }) => level === 'error');
      expect(failures).toHaveLength(3);
      expect(JSON.stringify(logs.data)).not.toContain('canary');
      const snapshots = await read(`/replay?service=${name}&limit=100&search=users`);
      expect(snapshots.metadata.total).toBe(20);
      expect(snapshots.data[0]).toMatchObject({
        version: '1.2.3',
        stage: 'test',
        query: { token: '[redacted]' },
      });

      const { data: trace } = await read(`/traces/${failures[0]!.traceId}`);
      expect(trace).toMatchObject({
        service,
        name: 'GET /fail',
        statusCode: 500,
        hasError: true,
        logs: [{ message: 'order failed' }],
        snapshots: [{ endpoint: 'GET /fail', statusCode: 500 }],
      });
      const spans = trace.spans as unknown as { kind: string; depth: number }[];
      expect(spans.filter(({ kind }) => kind === 'server')).toMatchObject([{ depth: 0 }]);
      expect((await read(`/traces?service=${name}&limit=1`)).metadata.total).toBe(35);
    },
    60_000,
  );
});
