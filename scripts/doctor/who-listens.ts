import { execFile } from 'node:child_process';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { promisify } from 'node:util';

/** Which process listens on a port, as far as this machine tells: `process 123 (node server.js)`; null when it does not. */
export async function whoListens(port: number): Promise<string | null> {
  const pid = (await pidBySockets(port).catch(() => null)) ?? (await pidByLsof(port).catch(() => null));
  if (pid === null) return null;
  const command = await commandOf(pid);
  // The program and what it runs; further arguments may be secrets.
  const shown = command?.slice(0, command[1]?.startsWith('-') ? 1 : 2).join(' ');
  return `process ${pid}${shown ? ` (${shown})` : ''}`;
}

/** The arguments a process was started with, its own name first; null when that is not told. */
export async function commandOf(pid: number): Promise<string[] | null> {
  try {
    return (await readFile(`/proc/${pid}/cmdline`, 'utf8')).split('\0').filter((each) => each !== '');
  } catch {
    const { stdout } = await promisify(execFile)('ps', ['-o', 'args=', '-p', `${pid}`]).catch(() => ({
      stdout: '',
    }));
    return stdout.trim() === '' ? null : stdout.trim().split(/\s+/);
  }
}

/** By Linux' table of sockets, and who has the one that listens open. */
async function pidBySockets(port: number): Promise<number | null> {
  const wanted = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const inodes = new Set<string>();
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    const lines = await readFile(table, 'utf8').catch(() => '');
    for (const line of lines.split('\n')) {
      const [, local, , state, , , , , , inode] = line.trim().split(/\s+/);
      if (local?.endsWith(wanted) && state === '0A' && inode) inodes.add(`socket:[${inode}]`);
    }
  }
  if (inodes.size === 0) return null;
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name)))
    for (const file of await readdir(`/proc/${pid}/fd`).catch(() => []))
      if (inodes.has(await readlink(`/proc/${pid}/fd/${file}`).catch(() => ''))) return Number(pid);
  return null;
}

async function pidByLsof(port: number): Promise<number | null> {
  const { stdout } = await promisify(execFile)('lsof', ['-nP', '-t', `-iTCP:${port}`, '-sTCP:LISTEN']);
  return Number(stdout.split('\n')[0]) || null;
}
