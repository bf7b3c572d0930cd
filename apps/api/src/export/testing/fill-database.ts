import { inTransaction } from '@apiscope/db/client';
import { addMetricBatch } from '@apiscope/db/metrics/add-batch';
import { mergeBatch } from '@apiscope/db/metrics/merge-batch';
import { ensurePartitions } from '@apiscope/db/partitions/ensure-partitions';
import { insertSnapshots } from '@apiscope/db/replay/insert-snapshots';
import { makeSamples } from '@apiscope/db/testing/make-samples';
import type { TestDb } from '@apiscope/db/testing/test-db';
import { makeSnapshot } from './make-snapshot.ts';

/** The day that the rows are of. */
export const day = Date.UTC(2026, 1, 3);

/** Logs by SQL, one a second and more, so that a test may have many of them. */
export async function fillLogs({ db }: TestDb, count: number, from = day): Promise<void> {
  await ensurePartitions(db, 'logs', [from]);
  await db.$executeRaw`
    INSERT INTO logs (service, source, severity, message, meta, trace_id, created_at)
    SELECT 's' || n % 3, 'api', (ARRAY[1, 9, 13, 17])[1 + n % 4], 'line ' || n || E', "q"\n=1',
      jsonb_build_object('n', n, 'x', '=1'), CASE WHEN n % 2 = 0 THEN 't' || n END,
      ${new Date(from)}::timestamptz + (n / 4) * interval '1 second'
    FROM generate_series(1, ${count}::int) AS n`;
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
  const batchId = '0b5c2b26-3c2f-4a57-9a43-1f4f4ce4a001';
  const samples = makeSamples(3_000, { seed: 1, from: day, to: day + 4 * 3_600_000, endpoints: 8 });
  await inTransaction(db, (tx) => addMetricBatch(tx, { batchId, service: 'shop', samples }));
  await mergeBatch(db, { batchId, maxEndpoints: 100 });
}
