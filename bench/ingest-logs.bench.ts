// How fast a running Apiscope takes logs, and how long others wait meanwhile: npx tsx bench/ingest-logs.bench.ts URL [lines]
// It stores the lines a few times over, so give it a server whose data nobody needs.
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { NewLog } from '../packages/core/src/logs/schema.ts';
import { loghubLines } from './loghub-lines.ts';

const [url, count] = process.argv.slice(2);
if (!url) throw new Error('usage: ingest-logs.bench.ts URL [lines]');
const now = Date.now();
const lines = (await loghubLines(Number(count ?? 60_000))).map((log, n): NewLog => {
  return { ...log, created_at: new Date(now - (n % 3_600_000)).toISOString() };
});
const text = lines.map((log) => `${JSON.stringify(log)}\n`).join('');
const arrays = Array.from({ length: Math.ceil(lines.length / 1_000) }, (_, n) =>
  JSON.stringify(lines.slice(n * 1_000, (n + 1) * 1_000)),
);

async function post(body: string | Uint8Array, headers: Record<string, string>): Promise<void> {
  const response = await fetch(`${url}/logs`, { method: 'POST', headers, body: body as BodyInit });
  const answer = await response.text();
  if (response.status !== 201) throw new Error(`${response.status} ${answer.slice(0, 500)}`);
}

const ndjson = { 'content-type': 'application/x-ndjson' };
const gzip = { ...ndjson, 'content-encoding': 'gzip' };
const zipped = gzipSync(text);
const ways: [string, number, () => Promise<unknown>][] = [
  [
    'arrays of 1,000, one after the other',
    1,
    async () => {
      for (const array of arrays) await post(array, { 'content-type': 'application/json' });
    },
  ],
  ['one log a line', 1, () => post(text, ndjson)],
  ['one log a line, gzip', 1, () => post(zipped, gzip)],
  [
    'three streams at once',
    3,
    () => Promise.all([post(text, ndjson), post(text, ndjson), post(zipped, gzip)]),
  ],
];

/** Waits of a request that needs no database, ms, asked for every 10 ms until the work is done. */
async function waitsDuring(work: Promise<unknown>): Promise<number[]> {
  const waits: number[] = [];
  let isDone = false;
  const end = () => {
    isDone = true;
  };
  work.then(end, end);
  while (!isDone) {
    const from = performance.now();
    await (await fetch(`${url}/health/live`)).text();
    waits.push(performance.now() - from);
    await sleep(10);
  }
  return waits.sort((a, b) => a - b);
}

console.log(`${lines.length} lines, ${Math.round(text.length / lines.length)} bytes each`);
console.log('| way | lines/s | wait of others, median | 99 % | longest |\n|---|---:|---:|---:|---:|');
for (const [name, times, work] of ways) {
  const from = performance.now();
  const working = work();
  const waits = await waitsDuring(working);
  await working;
  const rate = (times * lines.length * 1_000) / (performance.now() - from);
  const shown = [0.5, 0.99, 1].map((part) => waits[Math.ceil(part * waits.length) - 1]!.toFixed(0));
  const cells = [name, Math.round(rate).toLocaleString('en'), ...shown.map((wait) => `${wait} ms`)];
  console.log(`| ${cells.join(' | ')} |`);
}
