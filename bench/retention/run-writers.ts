import { closeDb, createDb, type Db } from '../../packages/db/src/client.ts';
import { insertLogs, type PreparedLog } from '../../packages/db/src/logs/insert-logs.ts';
import { insertSnapshots } from '../../packages/db/src/replay/insert-snapshots.ts';
import { dayMs, today } from './open-filled-database.ts';

/** Lines of one insert, and snapshots of the one that follows. */
const batch = { lines: 500, snapshots: 50 };
const rules = { embedder: { version: 'bench', embed: () => [1, 0] }, maxPatterns: 1_000 };

export type Written = { rowsPerSecond: number; slowestMs: number; failed: number };

/**
 * Two writers that store lines and snapshots of today as fast as they can, now and then a line of an old day too, while `work` runs; for
 * `leastMs` at least.
 */
export async function whileWriting<T>(
  url: string,
  work: () => Promise<T>,
  { leastMs = 0 } = {},
): Promise<{ result: T; ms: number; written: Written }> {
  const writers = [0, 1].map(() => createDb({ url, maxConnections: 2 }));
  const written = { rows: 0, slowestMs: 0, failed: 0 };
  let isDone = false;
  const write = async (db: Db, place: number) => {
    for (let round = 0; !isDone; round++) {
      const startedAt = performance.now();
      try {
        if (round % 2 === 0) await insertLogs(db, linesOf(place, round), rules);
        else await insertSnapshots(db, snapshotsOf());
        written.rows += round % 2 === 0 ? batch.lines : batch.snapshots;
      } catch (error) {
        written.failed += 1;
        console.error(error);
      }
      written.slowestMs = Math.max(written.slowestMs, performance.now() - startedAt);
    }
  };
  // Connections and plans are made before anything is measured.
  await Promise.all(writers.map((db) => insertLogs(db, linesOf(0, 1), rules)));
  const startedAt = performance.now();
  const writing = Promise.all(writers.map(write));
  const result = await work();
  const ms = performance.now() - startedAt;
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, leastMs - ms)));
  const lasted = performance.now() - startedAt;
  isDone = true;
  await writing;
  await Promise.all(writers.map(closeDb));
  const { rows, slowestMs, failed } = written;
  return { result, ms, written: { rowsPerSecond: (rows / lasted) * 1_000, slowestMs, failed } };
}

function linesOf(place: number, round: number): PreparedLog[] {
  return Array.from({ length: batch.lines }, (_, n) => {
    const pattern = `line of kind ${n % 20} by writer`;
    const late = round % 50 === 0 && n === 0 ? 2 * dayMs : 0;
    return {
      service: `service ${n % 5}`,
      source: `writer ${place}`,
      level: 'info',
      message: `${pattern} ${round} ${n}`,
      meta: null,
      traceId: null,
      requestId: null,
      createdAt: today + n - late,
      pattern,
      fingerprint: pattern,
      identifiers: [`round-${round}-${n}`],
    };
  });
}

function snapshotsOf() {
  const empty = {
    body: null,
    bodyInfo: null,
    responseHeaders: null,
    responseBody: null,
    responseBodyInfo: null,
    userId: null,
    version: null,
    stage: null,
    requestId: null,
    traceId: null,
    geoCountry: null,
    geoRegion: null,
    geoCity: null,
    geoLat: null,
    geoLon: null,
  };
  return Array.from({ length: batch.snapshots }, (_, n) => ({
    ...empty,
    service: 'service 1',
    endpoint: 'GET /orders/{id}',
    method: 'GET',
    path: `/orders/${n}`,
    query: {},
    headers: { accept: '*/*' },
    statusCode: 200,
    duration: 12,
    geoSource: 'none' as const,
    redactedPaths: [],
    timestamp: today + n,
  }));
}
