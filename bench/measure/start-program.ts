import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A program under measurement, with the ports it serves. */
export type Program = { child: ChildProcess; ports: number[] };

/** Starts a program as in production and reads the ports that it prints, `READY 1234 …`, when it is ready. */
export async function startProgram(file: string, env: Record<string, string> = {}): Promise<Program> {
  const child = spawn(process.execPath, [file], {
    env: { ...process.env, NODE_ENV: 'production', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: child.stdout! })) {
    const ports = /^READY ([\d ]+)$/.exec(line)?.[1];
    if (ports) {
      child.stdout!.resume();
      return { child, ports: ports.split(' ').map(Number) };
    }
  }
  throw new Error(`${file} ended before it was ready`);
}
