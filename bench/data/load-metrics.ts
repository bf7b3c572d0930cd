import { readFileSync } from 'node:fs';
import { createEntryAssembler } from '../../packages/core/src/ingest/assemble-entries.ts';
import { detectFormat } from '../../packages/core/src/ingest/detect-format.ts';
import { inferRouteTemplate } from '../../packages/core/src/metrics/route-template.ts';
import type { Sample } from '../../packages/core/src/metrics/sample.ts';
import { resolutions } from '../../packages/core/src/metrics/window.ts';
import { closeDb, createDb, inTransaction } from '../../packages/db/src/client.ts';
import { countSamples, groupSamples } from '../../packages/db/src/metrics/group-samples.ts';
import { insertWindows } from '../../packages/db/src/metrics/merge-windows.ts';
import { ensurePartitions } from '../../packages/db/src/partitions/ensure-partitions.ts';
import { dayMs } from '../../packages/db/src/partitions/parents.ts';
import type { BenchDatabase } from './open-bench-database.ts';

export const metricsService = 'nova';

/** Windows of one statement. */
const chunkSize = 2_000;

/**
 * Adds as many requests as there are logs: the real ones of the OpenStack API over and over, spread evenly over the same days, in the
 * windows that the product makes of them. Nothing is done where windows are stored already.
 */
export async function loadMetrics({ url, count, days, end }: BenchDatabase, data: URL): Promise<void> {
  const real = readSamples(data);
  const db = createDb({ url, maxConnections: 2 });
  try {
    const [stored] = await db.$queryRaw<{ any: boolean }[]>`SELECT EXISTS (SELECT 1 FROM metrics) AS any`;
    if (stored!.any) return;
    const start = end - days * dayMs;
    const step = (days * dayMs) / count;
    for (let n = 0; n < count; ) {
      const samples: Sample[] = [];
      // Whole days, so that a window is written once.
      const day = Math.floor((start + n * step) / dayMs);
      for (; n < count && Math.floor((start + n * step) / dayMs) === day; n++)
        samples.push({ ...real[n % real.length]!, at: Math.floor(start + n * step) });
      await ensurePartitions(db, 'metrics_minutes', [day * dayMs]);
      const windows = groupSamples(countSamples(samples, (endpoint) => endpoint));
      await inTransaction(db, async (tx) => {
        for (const resolution of resolutions)
          for (let at = 0; at < windows[resolution].length; at += chunkSize)
            await insertWindows(
              tx,
              { service: metricsService, resolution },
              windows[resolution].slice(at, at + chunkSize),
            );
      });
    }
    await db.$executeRaw`ANALYZE metrics`;
  } finally {
    await closeDb(db);
  }
}

export function readSamples(data: URL): Sample[] {
  const lines = readFileSync(new URL('loghub/OpenStack_2k.log', data), 'utf8').split('\n');
  const assembler = createEntryAssembler({ ...detectFormat(lines), yearOf: () => 2017 });
  const entries = [...lines.map((line, at) => assembler.push(line, at + 1)), assembler.end()];
  return entries.flatMap((entry) => {
    const request = entry?.parsed.request;
    if (!request) return [];
    return {
      at: 0,
      endpoint: `${request.method} ${inferRouteTemplate(request.path)}`,
      status: request.statusCode,
      duration: request.duration ?? null,
      requestSize: null,
      responseSize: request.responseSize ?? null,
      country: null,
    };
  });
}
