import { execFileSync } from 'node:child_process';
import { gzipSync } from 'node:zlib';
import { createTestDb, type TestDb } from '@apiscope/db/testing/test-db';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sendLines } from '../testing/send-lines.ts';
import { type ApiProcess, spawnApi } from '../testing/spawn-api.ts';

let database: TestDb;
let api: ApiProcess;
beforeAll(async () => {
  database = await createTestDb();
  // A small heap, so that what the collector leaves lying about is not taken for memory in use.
  api = await spawnApi({
    DATABASE_URL: database.url,
    PORT: '0',
    NODE_OPTIONS: '--max-old-space-size=80',
  });
});
afterAll(async () => {
  await api.stop('SIGKILL');
  await database.close();
});

/** Resident memory of the API, MB. */
const resident = () => Number(execFileSync('ps', ['-o', 'rss=', '-p', String(api.child.pid)])) / 1_000;

it('holds a chunk of a stream of 100 MB, not the stream', async () => {
  const line = (level: string) =>
    `{"source":"s","level":"${level}","message":"${'m'.repeat(100)}","meta":"${'x'.repeat(4_000)}"}\n`;
  const thousand = gzipSync(line('info').repeat(50) + line('loud').repeat(950));
  const stream = sendLines(api.origin, { 'content-encoding': 'gzip' });
  const seen: number[] = [];
  const watch = setInterval(() => seen.push(resident()), 100);
  for (let sent = 0; sent < 25; sent++) await stream.send(thousand);
  stream.end();
  const { status, body } = await stream.answer;
  clearInterval(watch);
  expect([status, body.data]).toMatchObject([201, { accepted: 1_250, rejectedCount: 23_750 }]);
  const warm = seen[Math.floor(seen.length / 4)]!;
  expect(Math.max(...seen) - warm, `MB ten times a second: ${seen.map(Math.round)}`).toBeLessThan(60);
}, 300_000);
