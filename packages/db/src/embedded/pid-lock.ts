import { linkSync, readFileSync, renameSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { randomId } from '@apiscope/core/ids';
import { bootId, isSameProcess, processStartTime } from './process-identity.ts';

/** The folder is held by another process that is alive. */
export class LockHeldError extends Error {
  readonly pid: number;

  constructor(path: string, pid: number) {
    super(
      `the database folder is in use by process ${pid} (lock file ${path}); stop that process or use another folder`,
    );
    this.name = 'LockHeldError';
    this.pid = pid;
  }
}

export type PidLock = { release(): void };

/** What the file says about its holder; `nonce` is new each time the lock is taken. */
type Holder = { pid: number; startTime: string | null; bootId: string | null; nonce: string };

/**
 * Takes the lock file at `path` for this process, or throws LockHeldError. The file appears by link(2), complete and only where none
 * is. A stale one (its process is gone, its pid given to another or the machine rebooted) is replaced by whoever holds the claim on
 * that very instance, itself such a lock, so that of any number of starters one wins.
 */
export function takePidLock(path: string): PidLock {
  const mine: Holder = {
    pid: process.pid,
    startTime: processStartTime(process.pid),
    bootId: bootId(),
    nonce: randomId(),
  };
  const draft = `${path}.${mine.nonce}.draft`;
  writeFileSync(draft, `${JSON.stringify(mine)}\n`, { flag: 'wx', mode: 0o600 });
  try {
    claim(path, draft);
  } finally {
    rmSync(draft, { force: true });
  }
  return {
    release: () => {
      if (readHolder(path)?.nonce === mine.nonce) unlinkSync(path);
    },
  };
}

/** The process that holds the lock at `path` and is alive; null when none does. */
export function heldBy(path: string): number | null {
  const holder = readHolder(path);
  return holder !== undefined && isSameProcess(holder) ? holder.pid : null;
}

/** Makes `path` a copy of `draft` unless a live process holds it. */
function claim(path: string, draft: string): void {
  for (;;) {
    if (linkIfFree(draft, path)) return;
    const holder = readHolder(path);
    if (holder === undefined) continue;
    if (isSameProcess(holder)) throw new LockHeldError(path, holder.pid);
    const claimPath = `${path}.${holder.nonce}`;
    claim(claimPath, draft);
    try {
      // Only the holder of the claim may replace this instance, so what is read here stays true until the rename.
      if (readHolder(path)?.nonce !== holder.nonce) continue;
      const copy = `${draft}.copy`;
      linkSync(draft, copy);
      renameSync(copy, path);
      return;
    } finally {
      rmSync(claimPath, { force: true });
    }
  }
}

function linkIfFree(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

function readHolder(path: string): Holder | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
  try {
    return JSON.parse(text) as Holder;
  } catch {
    throw new Error(`${path} is not a lock file of Apiscope; remove it if no database uses the folder`);
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
