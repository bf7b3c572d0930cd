import { execFileSync } from 'node:child_process';
import type { TestServer } from './start-server.ts';

/** Process id of the child of the supervisor whose command line has `part`, such as `embedded/server` of the database. */
export function childOf({ pid }: TestServer, part: string): number {
  const lines = execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(pid)], { encoding: 'utf8' });
  const line = lines.split('\n').find((one) => one.includes(part));
  return Number(line?.trim().split(' ')[0]);
}
