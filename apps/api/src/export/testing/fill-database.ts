import { inTransaction } from '@apiscope/db/client';
import { insertLogs } from '@apiscope/db/logs/insert-logs';
import { addMetricBatch } from '@apiscope/db/metrics/add-batch';
import { mergeBatch } from '@apiscope/db/metrics/merge-batch';
import { insertSnapshots } from '@apiscope/db/replay/insert-snapshots';
import { makeLog, makeRules } from '@apiscope/db/testing/make-log';
import { makeSamples } from '@apiscope/db/testing/make-samples';
import type { TestDb } from '@apiscope/db/testing/test-db';
import { makeSnapshot } from './make-snapshot.ts';

/** The day that the rows are of. */
export const day = Date.UTC(2026, 1, 3);

const levels = ['trace', 'info', 'warn', 'error'] as const;

/** Logs of three services and four levels, four a second, stored as any others are. */
export async function fillLogs({ db }: TestDb, count: number, from = day): Promise<void> {
  const lines = Array.from({ length: count }, (_, n) =>
    makeLog({
      service: `s${n % 3}`,
      level: levels[n % 4]!,
      message: `line ${n}, "q"\n=1`,
      meta: { n, x: '=1' },
      traceId: n % 2 === 0 ? `trace-${n}` : null,
      createdAt: from + Math.floor(n / 4) * 1_000,
    }),
  );
  await insertLogs(db, lines, makeRules);
}
/** Something of every list, more than one page where that is cheap, and some of it deleted. */
export async function fillDatabase(test: TestDb): Promise<void> {
  const { db } = test;
  await fillLogs(test, 1_300);
  await db.$executeRaw`INSERT INTO users (name, age) SELECT 'user ' || n, n % 90 FROM generate_series(1, 700) AS n`;
  await db.$executeRaw`UPDATE users SET deleted_at = now() WHERE id % 10 = 0`;
  await db.$executeRaw`UPDATE logs SET deleted_at = now() WHERE id % 100 = 0`;
  await db.$executeRaw`
    INSERT INTO job_runs (job_id, task, status, payload, max_attempts, run_at)
    SELECT n, 'health_check', 'queued', jsonb_build_object('n', n), 3, now() FROM generate_series(1, 600) AS n`;
  const snapshots = Array.from({ length: 30 }, (_, n) => ({ path: `/orders/${n}`, timestamp: day + n }));
  await insertSnapshots(db, snapshots.map(makeSnapshot));
  await db.$executeRaw`INSERT INTO endpoints (service, endpoint, first_seen, last_seen) VALUES ('shop', 'POST /orders/{id}', now(), now())`;
  await db.$executeRaw`
    INSERT INTO traces (trace_id, service, name, has_root, timestamp, start_nano, end_nano, duration, span_count, error_count, has_error, services)
    SELECT md5(n::text), 'shop', 'GET /orders', true, now(), n, n, n, 1, 0, false, ARRAY['shop', 'db'] FROM generate_series(1, 600) AS n`;
  const batchId = '0b5c2b26-3c2f-4a57-9a43-1f4f4ce4a001';
  const made = makeSamples(3_000, { seed: 1, from: day, to: day + 4 * 3_600_000, endpoints: 8 });
  const samples = made.map((each, n) => ({ ...each, consumer: `c${n % 5}` }));
  await inTransaction(db, (tx) => addMetricBatch(tx, { batchId, service: 'shop', samples }));
  await mergeBatch(db, { batchId, maxEndpoints: 100 });
}
