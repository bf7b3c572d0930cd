import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** CPU time that processes have used, by process id, ms. */
export type CpuTimes = ReadonlyMap<number, number>;

/**
 * CPU time of processes with all their threads (Linux). Unlike the time on the clock it says nearly the same however busy the machine is.
 * Processes that are gone are left out.
 */
export function readCpu(pids: readonly number[]): CpuTimes {
  return new Map(pids.filter((pid) => existsSync(`/proc/${pid}/task`)).map((pid) => [pid, cpuOf(pid)]));
}

function cpuOf(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`);
  const nanoseconds = threads.map((thread) =>
    Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]),
  );
  return nanoseconds.reduce((sum, each) => sum + each, 0) / 1e6;
}

/** What was used between two readings by the processes that are in both, ms. */
export function cpuBetween(before: CpuTimes, after: CpuTimes): number {
  return [...after].reduce((sum, [pid, used]) => sum + used - (before.get(pid) ?? used), 0);
}
