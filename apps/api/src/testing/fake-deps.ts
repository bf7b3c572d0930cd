import { createBatcher } from '@apiscope/core/batch/batcher';
import { createGate } from '@apiscope/core/batch/gate';
import { systemClock } from '@apiscope/core/clock';
import { createCidrSet } from '@apiscope/core/geo/cidr-set';
import { countingId } from '@apiscope/core/ids';
import type { Log } from '@apiscope/core/logs/schema';
import type { Sample } from '@apiscope/core/metrics/sample';
import type { MetricWindow } from '@apiscope/core/metrics/schema';
import { createRedactor } from '@apiscope/core/redact/redactor';
import { defaultRetentionDays } from '@apiscope/core/retention/schema';
import type { Db } from '@apiscope/db/client';
import type { PreparedLog } from '@apiscope/db/logs/insert-logs';
import type { NewSnapshot } from '@apiscope/db/replay/insert-snapshots';
import { anybody } from '../access/actor.ts';
import { createLimits } from '../access/limits.ts';
import { watchCallers } from '../access/watch-callers.ts';
import type { Deps } from '../deps.ts';
import { createIngestCounts } from '../ingest/create-ingest-counts.ts';
import { createIntake } from '../ingest/create-intake.ts';
import { createLogger } from '../logging/create-logger.ts';
import { createLogSink } from '../logging/log-sink.ts';
import { createFeed } from '../stream/feed.ts';
import { type FakeSource, fakeSource } from './fake-source.ts';

/** What went into the buffers of {@link fakeDeps}, and what its logger wrote. */
export type Collected = {
  samples: Sample[];
  snapshots: NewSnapshot[];
  logs: PreparedLog[];
  lines: Record<string, unknown>[];
  sources: { logs: FakeSource<Log>; metrics: FakeSource<MetricWindow> };
};

/** A database that nobody answers at. */
function absentDb(): Db {
  const refuse = async () => {
    throw Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), { code: 'ECONNREFUSED' });
  };
  const model = new Proxy({}, { get: () => refuse });
  return new Proxy({}, { get: (_, name) => (String(name).startsWith('$') ? refuse : model) }) as Db;
}

/** Dependencies without a database: what the app would store is collected. */
export function fakeDeps(overrides: Partial<Deps> = {}): { deps: Deps; collected: Collected } {
  const sources = { logs: fakeSource<Log>(), metrics: fakeSource<MetricWindow>() };
  const collected: Collected = { samples: [], snapshots: [], logs: [], lines: [], sources };
  const collect = <T>(into: T[]) => {
    const batcher = createBatcher<T>({ maxItems: 1, maxAgeMs: 1, capacity: 10_000, flush: async () => {} });
    return { ...batcher, add: (item: T) => into.push(item) > 0 };
  };
  const redactor = createRedactor();
  const log = createLogger({
    level: 'info',
    redactor,
    destinations: [
      { write: (line) => collected.lines.push(JSON.parse(line)) },
      createLogSink({ redactor, clock: systemClock }, (line) => collected.logs.push(line)),
    ],
  });
  const db = absentDb();
  const feeds = {
    logs: createFeed<Log>({ source: sources.logs, log }),
    metrics: createFeed<MetricWindow>({ source: sources.metrics, log }),
  };
  const deps: Deps = {
    db,
    database: {
      ping: () => db.$queryRaw`SELECT 1`,
      describe: () => db.$queryRaw`SELECT 1`,
      pendingMigrations: () => db.$queryRaw`SELECT 1`,
    },
    clock: systemClock,
    newId: countingId('request'),
    log,
    signIn: null,
    identify: async () => anybody,
    limits: createLimits({ key: 0, address: 0, failures: 0 }),
    watchCaller: watchCallers({ identify: async () => anybody, clock: systemClock }),
    lookUp: () => null,
    embedder: { version: 'none', embed: () => [1] },
    redactor,
    rules: { version: () => 0, look: async () => {}, close: async () => {} },
    hub: {
      ...feeds,
      isListening: () => true,
      isDeaf: () => false,
      close: async () => {
        feeds.logs.close();
        feeds.metrics.close();
      },
    },
    batchers: {
      samples: collect(collected.samples),
      snapshots: collect(collected.snapshots),
      logs: collect(collected.logs),
    },
    logGate: createGate(1),
    intake: createIntake({ maxRequests: 8, maxBytes: 32 * 1024 * 1024 }),
    ingested: createIngestCounts(),
    stopping: new AbortController().signal,
    settings: {
      programVersion: '1.2.3',
      startedAt: 0,
      auth: 'off',
      publicUrl: null,
      corsOrigins: new Set(),
      trustedProxies: createCidrSet([]),
      maxPatterns: 5_000,
      retentionDays: defaultRetentionDays,
      replay: { secretKey: null, allowedCidrs: [] },
      sendsOut: true,
      version: null,
      stage: null,
    },
    ...overrides,
  };
  return { deps, collected };
}
