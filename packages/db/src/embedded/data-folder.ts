import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { takePidLock } from './pid-lock.ts';

export type DataFolder = {
  /** Folder of the cluster itself. */
  cluster: string;
  /** To be called when the cluster is open: from here on its content is kept. */
  markCreated(): void;
  release(): void;
};

/**
 * Takes a data folder for this process: its lock file, and the cluster in a folder below. A cluster whose creation was interrupted,
 * so that nobody can have written to it, is removed. Throws LockHeldError when another process holds the folder.
 */
export function takeDataFolder(path: string): DataFolder {
  const folder = resolve(path);
  const cluster = join(folder, 'cluster');
  const creating = join(folder, 'cluster-is-being-created');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const lock = takePidLock(join(folder, 'lock'));
  if (existsSync(creating)) rmSync(cluster, { recursive: true, force: true });
  if (!existsSync(cluster)) writeFileSync(creating, '');
  return {
    cluster,
    markCreated: () => rmSync(creating, { force: true }),
    release: lock.release,
  };
}
