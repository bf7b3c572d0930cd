import { spawn } from 'node:child_process';
import { StartError } from './settings.ts';

type Task = { what: string; args: string[]; cwd: string; env?: NodeJS.ProcessEnv; signal: AbortSignal };

/** Runs `node` once; its output is shown only when it fails, as a StartError. Aborting the signal ends it. */
export function runTask({ what, args, cwd, env = process.env, signal }: Task): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], signal });
    const said: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => said.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve();
      else
        reject(new StartError(`${what} failed with code ${code}\n${Buffer.concat(said).toString().trim()}`));
    });
  });
}
