import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

/** A watched service as a process of its own. */
export type HostProcess = {
  origin: string;
  /** Asks it to stop, and answers what its SDK says of what it sent. */
  stop(): Promise<{ sent: number; dropped: number; lost: number }>;
  kill(): void;
};

const program = join(import.meta.dirname, '../../packages/sdk/src/testing/host-app.ts');

/** Starts a service in a framework, watched by the SDK, which sends to `url`. */
export async function startHost(framework: string, url: string): Promise<HostProcess> {
  const child = spawn(process.execPath, ['--import', 'tsx', program], {
    env: { PATH: process.env.PATH, NODE_ENV: 'production', FRAMEWORK: framework, APISCOPE_URL: url },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const port = await lineOf(child, /^READY (\d+)$/m);
  return {
    origin: `http://127.0.0.1:${port}`,
    async stop() {
      const closed = lineOf(child, /^CLOSED (.+)$/m);
      child.kill('SIGTERM');
      return JSON.parse(await closed);
    },
    kill: () => child.kill('SIGKILL'),
  };
}

function lineOf(child: ChildProcess, pattern: RegExp): Promise<string> {
  let output = '';
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the service ended with ${code}: ${output}`)));
    child.stdout!.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      const found = pattern.exec(output)?.[1];
      if (found !== undefined) resolve(found);
    });
  });
}
