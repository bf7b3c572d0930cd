// How long an Express server takes to answer while the platform that its SDK sends to is well, down, refusing or hanging, beside the same
// server bare: at a fixed rate of requests, state after state in an order that changes from round to round, from a process of its own.
// (cd packages/sdk && npx tsx build.ts dist) && npx tsx bench/host-latency.bench.ts
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { rounds } from './env.ts';
import { describeLoad } from './measure/describe-machine.ts';
import { quantile } from './measure/measure-calls.ts';
import { printTable } from './measure/print-table.ts';
import { cpuBetween, readCpu } from './measure/read-cpu.ts';
import { startProgram } from './measure/start-program.ts';
import { installPeer } from './overhead/peers.ts';

/** Requests/s, and seconds of them in a turn. */
const perSecond = Number(process.env.RATE || '300');
const seconds = 3;

type Turn = { p50: number; p99: number; cpu: number };

const platforms = await startProgram(join(import.meta.dirname, 'host-latency/platforms.mjs'));
const [well, failing, busy, denying, hanging, nobody] = platforms.ports;
/** Where the SDK sends in each state; null: no SDK. */
const states: Record<string, number | null> = {
  'no SDK': null,
  'platform is well': well!,
  'down: connection refused': nobody!,
  'answers 500': failing!,
  'answers 429': busy!,
  'answers 401': denying!,
  'accepts, never answers': hanging!,
};
const names = Object.keys(states);
const servers = new Map(
  await Promise.all(
    Object.entries(states).map(async ([name, port]) => {
      const program = await startProgram(join(import.meta.dirname, 'overhead/server.mjs'), {
        WATCHER: port === null ? 'bare' : 'apiscope, snapshots',
        PEER_HOME: installPeer('bare'),
        SDK: join(import.meta.dirname, '../packages/sdk/dist'),
        SINK: `${port}`,
      });
      return [name, program] as const;
    }),
  ),
);
const generator = fork(join(import.meta.dirname, 'host-latency/load.mjs'), { execArgv: [] });
const answers = new Map<string, Set<string>>(names.map((name) => [name, new Set()]));
const turns = new Map<string, Turn[]>(names.map((name) => [name, []]));

console.log(`${new Date().toISOString().slice(0, 16)}Z, ${describeLoad()}, Node ${process.version}`);
for (let round = -1; round < rounds; round++)
  for (let at = 0; at < names.length; at++) await take(names[(at + round + 1) % names.length]!, round >= 0);
generator.kill();
for (const { child } of [platforms, ...servers.values()]) child.kill();

printTable(
  ['the platform', 'p50 ms', 'p99 ms', 'p99 of bare', 'p99 of well', 'CPU µs a request', 'answers'],
  names.map((name) => [
    name,
    typical(name, 'p50').toFixed(2),
    typical(name, 'p99').toFixed(2),
    ratioTo('no SDK', name).toFixed(2),
    ratioTo('platform is well', name).toFixed(2),
    Math.round(typical(name, 'cpu')),
    isSame(name) ? 'the same' : 'OTHERS',
  ]),
);
console.log(
  `medians of ${rounds} rounds of ${seconds} s at ${perSecond} requests/s, 9 GET to 1 POST; p99 relative within each round; ${describeLoad()}`,
);

async function take(name: string, isCounted: boolean): Promise<void> {
  const { child, ports } = servers.get(name)!;
  const before = readCpu([child.pid!]);
  generator.send({ port: ports[0], perSecond, seconds });
  const [told] = (await once(generator, 'message')) as [{ times: number[]; answers: string[] }];
  const cpu = (1_000 * cpuBetween(before, readCpu([child.pid!]))) / (perSecond * seconds);
  for (const answer of told.answers) answers.get(name)!.add(answer);
  if (!isCounted) return;
  turns.get(name)!.push({ p50: quantile(told.times, 0.5), p99: quantile(told.times, 0.99), cpu });
}

function typical(name: string, figure: keyof Turn): number {
  return quantile(
    turns.get(name)!.map((turn) => turn[figure]),
    0.5,
  );
}

/** Median over the rounds of p99 relative to another state's in the same round. */
function ratioTo(other: string, name: string): number {
  const ratios = turns.get(name)!.map(({ p99 }, round) => p99 / turns.get(other)![round]!.p99);
  return quantile(ratios, 0.5);
}

/** Whether the answers are those of the server without the SDK, to the byte, headers too. */
function isSame(name: string): boolean {
  return (
    JSON.stringify([...answers.get(name)!].sort()) === JSON.stringify([...answers.get('no SDK')!].sort())
  );
}
