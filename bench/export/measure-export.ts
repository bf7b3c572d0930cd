import { readFileSync } from 'node:fs';
import type { ApiProcess } from '../../apps/api/src/testing/spawn-api.ts';

/** What an export took. */
export type Measured = {
  rows: number;
  bytes: number;
  seconds: number;
  /** Seconds of CPU that the API spent. */
  cpu: number;
  /** Milliseconds. */
  firstByte: number;
  /** Resident memory of the API, MB. */
  rss: { before: number; peak: number };
};

const newline = 10;

/** Downloads an export to nowhere, counting, while the API is watched. Lines are counted as rows, but for head and tail. */
export async function measureExport({ origin, child }: ApiProcess, path: string): Promise<Measured> {
  const [before, cpuBefore] = [rssOf(child.pid!), cpuOf(child.pid!)];
  let peak = before;
  const watch = setInterval(() => {
    peak = Math.max(peak, rssOf(child.pid!));
  }, 20);
  const began = performance.now();
  const response = await fetch(origin + path);
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  let [bytes, lines, firstByte] = [0, 0, 0];
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    if (bytes === 0) firstByte = performance.now() - began;
    bytes += chunk.length;
    for (let at = chunk.indexOf(newline); at >= 0; at = chunk.indexOf(newline, at + 1)) lines++;
  }
  const seconds = (performance.now() - began) / 1_000;
  clearInterval(watch);
  const around = { csv: 1, har: 2 }[new URL(origin + path).searchParams.get('format') ?? ''] ?? 0;
  const cpu = cpuOf(child.pid!) - cpuBefore;
  return { rows: lines - around, bytes, seconds, cpu, firstByte, rss: { before, peak } };
}

function rssOf(pid: number): number {
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1_024);
}

/** User and system time, from the 14th and 15th field of proc(5)'s stat, in hundredths of a second. */
function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
