import { cpuBetween, readCpu } from './read-cpu.ts';

/** Milliseconds that calls took, on the clock and, in the median, of the CPU of the processes that were at it, group by group. */
export type Timing = { p50: number; p95: number; count: number; cpu: readonly number[] };

export type Call = {
  run(round: number): Promise<unknown>;
  /** The processes whose CPU time is counted, in groups, without the one that measures. */
  pids?: readonly (readonly number[])[];
};

/**
 * Times several ways to do one thing in turn, round by round, so that whatever else the machine does falls on all of them alike. The first
 * rounds are not counted.
 */
export async function measureCalls<Name extends string>(
  calls: Readonly<Record<Name, Call>>,
  { rounds, warmUp }: { rounds: number; warmUp: number },
): Promise<Record<Name, Timing>> {
  const names = Object.keys(calls) as Name[];
  const times = new Map(names.map((name) => [name, { clock: [] as number[], cpu: [] as number[][] }]));
  for (let round = -warmUp; round < rounds; round++) {
    for (const name of names) {
      const { run, pids = [] } = calls[name];
      const before = pids.map(readCpu);
      const began = performance.now();
      await run(round + warmUp);
      const clock = performance.now() - began;
      if (round < 0) continue;
      times.get(name)!.clock.push(clock);
      times.get(name)!.cpu.push(pids.map((group, at) => cpuBetween(before[at]!, readCpu(group))));
    }
  }
  const timings = names.map((name) => {
    const { clock, cpu } = times.get(name)!;
    const groups = (calls[name].pids ?? []).map((_, at) =>
      quantile(
        cpu.map((round) => round[at]!),
        0.5,
      ),
    );
    return [name, { ...toTiming(clock), cpu: groups }];
  });
  return Object.fromEntries(timings) as Record<Name, Timing>;
}

export function toTiming(times: readonly number[]): Timing {
  return { p50: quantile(times, 0.5), p95: quantile(times, 0.95), count: times.length, cpu: [] };
}

/** The value at a rank, without interpolation: one that was really measured. */
export function quantile(values: readonly number[], rank: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(rank * sorted.length) - 1)] ?? Number.NaN;
}
