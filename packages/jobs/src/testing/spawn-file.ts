import { type ChildProcess, spawn } from 'node:child_process';

/** Runs a TypeScript file of this package, named from its source folder, in a process of its own, the way the supervisor does. */
export function spawnFile(
  name: string,
  args: string[],
  env: NodeJS.ProcessEnv = process.env,
): ChildProcess & { said: string } {
  const file = new URL(`../${name}`, import.meta.url).pathname;
  const child = spawn(process.execPath, ['--import', 'tsx', file, ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const heard = Object.assign(child, { said: '' });
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk) => {
      heard.said += String(chunk);
    });
  return heard;
}
