import { fstatSync } from 'node:fs';

const LOOK_EVERY_MS = 1_000;
/** The services that drain into the database when their supervisor dies get this long. */
const GRACE_MS = 3_000;

/** Calls `onOrphaned` once, a few seconds after the parent is gone: its pipe or IPC channel closed, or this process was adopted. */
export function watchParent(onOrphaned: () => void): void {
  const parent = process.ppid;
  let isOrphaned = false;
  const notice = (): void => {
    if (isOrphaned) return;
    isOrphaned = true;
    setTimeout(onOrphaned, GRACE_MS);
  };
  process.on('disconnect', notice);
  setInterval(() => {
    if (process.ppid !== parent) notice();
  }, LOOK_EVERY_MS).unref();
  if (!isPipe(0)) return;
  process.stdin.on('end', notice).on('error', notice).resume();
}

/** A terminal or /dev/null says nothing about the parent; a pipe closes with it. */
function isPipe(descriptor: number): boolean {
  try {
    const stat = fstatSync(descriptor);
    return stat.isFIFO() || stat.isSocket();
  } catch {
    return false;
  }
}
