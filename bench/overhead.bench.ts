// Requests per second of an Express server that is watched, relative to the same server bare, in the same run: the SDK beside what else
// does this, each sending to a sink on this machine. The watchers are installed on first use, into node_modules/.cache.
// (cd packages/sdk && npx tsx build.ts dist) && npx tsx bench/overhead.bench.ts
import { join } from 'node:path';
import autocannon from 'autocannon';
import { rounds } from './env.ts';
import { describeLoad } from './measure/describe-machine.ts';
import { type Cell, printTable } from './measure/print-table.ts';
import { cpuBetween, readCpu } from './measure/read-cpu.ts';
import { startProgram } from './measure/start-program.ts';
import { installPeer, peers } from './overhead/peers.ts';

/** Seconds of load on a server, and connections that keep it busy. */
const seconds = 6;
const connections = 32;

const here = join(import.meta.dirname, 'overhead');
const sdk = join(import.meta.dirname, '../packages/sdk/dist');
const all = [...Object.keys(peers), 'apiscope, metrics', 'apiscope, snapshots'];
/** `ONLY=bare,pino-http` leaves the others out. */
const only = process.env.ONLY?.split(',').map((name) => name.trim());
const watchers = all.filter((name) => name === 'bare' || !only || only.some((part) => name.startsWith(part)));

/** Requests/s, ms, and µs of the server's CPU time a request, which a busy machine changes least. */
type Result = { rate: number; p99: number; cpu: number };

const sink = await startProgram(join(here, 'sink.mjs'));
const [sinkPort, linesPort] = sink.ports;
const results = new Map<string, Result[]>(watchers.map((name) => [name, []]));
console.log(`${new Date().toISOString().slice(0, 16)}Z, ${describeLoad()}, Node ${process.version}`);
for (let round = 1; round <= rounds; round++) {
  for (const name of watchers) {
    results.get(name)!.push(await measure(name));
  }
}
sink.child.kill();
printTable(
  ['watched by', 'requests/s', 'of bare', 'lowest–highest', 'p99 ms', 'CPU µs a request', 'bare CPU of it'],
  watchers.map(describe),
);
console.log(
  `medians of ${rounds} rounds of ${seconds} s, ${connections} connections, 9 GET to 1 POST; ${describeLoad()}`,
);

/** Puts load on one server: nine reads to one write. */
async function measure(name: string): Promise<Result> {
  const home = installPeer(peers[name] ? name : 'bare');
  const env = { WATCHER: name, PEER_HOME: home, SINK: `${sinkPort}`, LINES: `${linesPort}`, SDK: sdk };
  const { child, ports } = await startProgram(join(here, 'server.mjs'), env);
  const read = { method: 'GET' as const, path: '/users/4711' };
  const write = {
    method: 'POST' as const,
    path: '/users',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Grace Hopper', age: 40, password: 'secret' }),
  };
  const options = {
    url: `http://127.0.0.1:${ports[0]}`,
    connections,
    requests: [...Array.from({ length: 9 }, () => read), write],
  };
  await autocannon({ ...options, duration: 2 });
  const before = readCpu([child.pid!]);
  const load = await autocannon({ ...options, duration: seconds });
  const cpu = cpuBetween(before, readCpu([child.pid!]));
  child.kill();
  if (load.non2xx > 0 || load.errors > 0)
    throw new Error(`${name}: ${load.non2xx} answers were no success, ${load.errors} requests failed`);
  const { requests, latency } = load;
  return { rate: requests.average, p99: latency.p99, cpu: (1_000 * cpu) / requests.total };
}

function describe(name: string): Cell[] {
  const [own, bare] = [results.get(name)!, results.get('bare')!];
  const ratios = own.map(({ rate }, round) => rate / bare[round]!.rate).sort((a, b) => a - b);
  const cpuRatios = own.map(({ cpu }, round) => bare[round]!.cpu / cpu);
  return [
    name,
    Math.round(median(own.map(({ rate }) => rate))),
    median(ratios).toFixed(2),
    `${ratios[0]!.toFixed(2)}–${ratios.at(-1)!.toFixed(2)}`,
    median(own.map(({ p99 }) => p99)),
    Math.round(median(own.map(({ cpu }) => cpu))),
    median(cpuRatios).toFixed(2),
  ];
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)]!;
}
