import { spawn } from 'node:child_process';

/** What one check found: empty `output` details are fine; `ms` is wall time. */
export type CheckResult = { name: string; ok: boolean; ms: number; output: string };

/** Runs a tool of node_modules/.bin and keeps what it says for when it fails. Never throws. */
export function runTool(name: string, command: string, args: string[], root: string): Promise<CheckResult> {
  const start = performance.now();
  return new Promise((resolve) => {
    const child = spawn(`${root}/node_modules/.bin/${command}`, args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, FORCE_COLOR: process.stdout.isTTY ? '1' : '0' },
    });
    const said: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => said.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => said.push(chunk));
    const finish = (ok: boolean, extra = ''): void =>
      resolve({ name, ok, ms: performance.now() - start, output: Buffer.concat(said).toString() + extra });
    child.on('error', (error) => finish(false, error.message));
    child.on('close', (code) => finish(code === 0));
  });
}
