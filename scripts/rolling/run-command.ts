import { spawn } from 'node:child_process';

type Options = { cwd: string; env?: Record<string, string | undefined> };

/** Runs a command whose words the terminal gets. @returns its exit code, 1 when a signal ended it. */
export function runCommand(command: string, args: readonly string[], { cwd, env }: Options): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}

/** Runs a command that must succeed, and reads its answer. @throws Error with what it wrote about its failure. */
export function askCommand(command: string, args: readonly string[], { cwd, env }: Options): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let answer = '';
    let complaint = '';
    child.stdout.on('data', (chunk) => (answer += chunk));
    child.stderr.on('data', (chunk) => (complaint += chunk));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(answer.trim());
      else reject(new Error(`${command} ${args.join(' ')} ended with ${code}: ${complaint.trim()}`));
    });
  });
}
