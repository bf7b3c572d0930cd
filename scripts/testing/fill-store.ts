import { randomUUID } from 'node:crypto';
import { insertMember } from '../../packages/db/src/access/insert-member.ts';
import { closeDb, createDb, type Db, inTransaction } from '../../packages/db/src/client.ts';
import { insertLogs } from '../../packages/db/src/logs/insert-logs.ts';
import { addMetricBatch } from '../../packages/db/src/metrics/add-batch.ts';
import { mergeBatch } from '../../packages/db/src/metrics/merge-batch.ts';
import { withPartitions } from '../../packages/db/src/partitions/ensure-partitions.ts';
import { dayMs } from '../../packages/db/src/partitions/parents.ts';
import { insertSnapshots } from '../../packages/db/src/replay/insert-snapshots.ts';
import { makeLog, makeRules } from '../../packages/db/src/testing/make-log.ts';
import { makeSamples } from '../../packages/db/src/testing/make-samples.ts';
import { makeSnapshot } from '../../packages/db/src/testing/make-snapshot.ts';
import { insertSpans } from '../../packages/db/src/traces/insert-spans.ts';
import type { NewSpan } from '../../packages/db/src/traces/new-span.ts';
import { updateTraces } from '../../packages/db/src/traces/update-traces.ts';
import { createUser } from '../../packages/db/src/users/create-user.ts';
import { enqueue } from '../../packages/jobs/src/enqueue.ts';

/** The three days that {@link fillStore} puts things on. */
export const filled = { from: Date.UTC(2026, 1, 1), to: Date.UTC(2026, 1, 4) };
const { from } = filled;

/** Puts something of every kind into a database, awkward text and a job that waits among it. */
export async function fillStore(url: string): Promise<void> {
  const db = createDb({ url, maxConnections: 1 });
  try {
    await fillLogs(db);
    await fillMetrics(db);
    await insertSnapshots(
      db,
      Array.from({ length: 60 }, (_, n) =>
        makeSnapshot({ path: `/orders/${n}`, requestId: `r-${n}`, timestamp: from + (n * dayMs) / 20 }),
      ),
    );
    await fillSpans(db);
    for (const name of ['Zoë "quote" \\ tab\t', 'líne\nbreak', '\\N'])
      await createUser(db, { name, age: 30 }, makeRules.embedder);
    await inTransaction(db, (tx) =>
      insertMember(tx, { email: 'a@example.org', name: 'A', role: 'admin', passwordHash: 'x' }),
    );
  } finally {
    await closeDb(db);
  }
}

async function fillLogs(db: Db): Promise<void> {
  const lines = Array.from({ length: 900 }, (_, n) =>
    makeLog({
      message: `${['payment declined for card', 'cache miss on key', 'user signed in'][n % 3]} ${n * 7919}`,
      level: n % 50 === 0 ? 'error' : 'info',
      meta: n % 4 === 0 ? { n, text: 'ü\n\t\\' } : null,
      createdAt: from + (n * dayMs) / 300,
      requestId: `r-${n % 60}`,
    }),
  );
  for (let at = 0; at < lines.length; at += 300) await insertLogs(db, lines.slice(at, at + 300), makeRules);
}

async function fillMetrics(db: Db): Promise<void> {
  const samples = makeSamples(1_200, { seed: 7, ...filled });
  const batchId = randomUUID();
  await addMetricBatch(db, { batchId, service: 'shop', samples });
  await mergeBatch(db, { batchId, maxEndpoints: 100 });
  const waiting = randomUUID();
  await addMetricBatch(db, { batchId: waiting, service: 'shop', samples: samples.slice(0, 50) });
  await enqueue(db, 'process_raw_metrics', { batchId: waiting });
}

async function fillSpans(db: Db): Promise<void> {
  const spans = Array.from({ length: 90 }, (_, n): NewSpan => {
    const start = BigInt(from + (n * dayMs) / 30) * 1_000_000n;
    const trace = String(Math.floor(n / 3)).padStart(32, '0');
    return {
      traceId: trace,
      spanId: String(n).padStart(16, '0'),
      parentSpanId: n % 3 === 0 ? null : String(n - 1).padStart(16, '0'),
      service: 'shop',
      name: `GET /things/${n % 3}`,
      kind: 2,
      startNano: start,
      endNano: start + 5_000_000n,
      status: 0,
      statusMessage: null,
      statusCode: n % 3 === 0 ? 200 : null,
      attributes: { n },
      events: [],
      links: [],
      scope: null,
      version: null,
      stage: null,
      instance: null,
    };
  });
  const moments = spans.map(({ startNano }) => Number(startNano / 1_000_000n));
  await withPartitions(db, { table: 'spans', moments }, () =>
    inTransaction(db, async (tx) => {
      await insertSpans(tx, spans);
      await updateTraces(tx, spans);
    }),
  );
}
