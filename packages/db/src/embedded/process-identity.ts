import { readFileSync } from 'node:fs';

/** Field 22 of /proc/PID/stat, counted from the field after the command name. */
const START_TIME_FIELD = 19;

/** When a process started, in clock ticks since boot; null where /proc does not tell or the process is gone. */
export function processStartTime(pid: number): string | null {
  const stat = readIfThere(`/proc/${pid}/stat`);
  // The command name is in parentheses and may contain anything, so the fields are counted from the last one.
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[START_TIME_FIELD] ?? null;
}

/** An id of this boot of the machine; null where the system has none. */
export function bootId(): string | null {
  return readIfThere('/proc/sys/kernel/random/boot_id')?.trim() ?? null;
}

/** Whether the process that was described still runs. A pid that another process has got since does not count. */
export function isSameProcess(was: {
  pid: number;
  startTime: string | null;
  bootId: string | null;
}): boolean {
  if (was.bootId !== bootId() || !isAlive(was.pid)) return false;
  const startTime = processStartTime(was.pid);
  return startTime === null || was.startTime === null || startTime === was.startTime;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // The process of another user may not be signalled, but it is there.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
