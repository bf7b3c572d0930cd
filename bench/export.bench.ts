// Exports of 1e5 and 1e6 logs, and of snapshots with bodies: rows and megabytes a second, and the memory of the API, which stays flat.
// TEST_DATABASE_URL=postgres://… npx tsx bench/export.bench.ts
import { loadavg } from 'node:os';
import { spawnApi } from '../apps/api/src/testing/spawn-api.ts';
import { serverUrl, sizesOr } from './env.ts';
import { fillDatabase } from './export/fill-database.ts';
import { measureExport } from './export/measure-export.ts';

const paths = [
  '/logs/export?format=ndjson',
  '/logs/export?format=csv',
  '/logs/export?format=csv&columns=created_at,message',
  '/logs/export?format=ndjson&level__gte=warn',
  '/replay/export?format=har',
];

if (serverUrl === '') {
  console.log('skipped: TEST_DATABASE_URL names no native PostgreSQL server');
  process.exit(0);
}
for (const logs of sizesOr([100_000, 1_000_000])) {
  const database = await fillDatabase(serverUrl, { logs, snapshots: logs / 100 });
  const api = await spawnApi({ DATABASE_URL: database.url, PORT: '0', LOG_LEVEL: 'silent' });
  try {
    for (const path of paths) {
      const { rows, seconds, cpu, bytes, firstByte, rss } = await measureExport(api, path);
      console.log(
        `${path}: ${rows} rows in ${seconds.toFixed(1)} s, ${Math.round(rows / seconds)} rows/s, ${(bytes / 1e6).toFixed(1)} MB, ` +
          `${(bytes / 1e6 / seconds).toFixed(1)} MB/s; API: ${cpu.toFixed(1)} s of CPU, ${rss.before} MB before, ` +
          `${rss.peak} MB at most; first byte after ${Math.round(firstByte)} ms; load ${loadavg()[0]?.toFixed(1)}`,
      );
    }
  } finally {
    await api.stop('SIGTERM');
    await database.drop();
  }
}
