import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, cp, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A built role that runs alone. */
export type BuiltProcess = {
  child: ChildProcess;
  /** What it has written so far, both outputs. */
  output(): string;
  /** Sends a signal, if any, and waits for the end. */
  end(signal?: 'SIGTERM' | 'SIGKILL'): Promise<{ code: number | null; signal: string | null }>;
};

/** Whoever has no rights on this machine; a test that nobody special runs runs its children as itself. */
export const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

/** Copies an output into an empty folder that has nothing above it but the machine's own. */
export async function isolate(output: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'apiscope-role-'));
  await cp(output, folder, { recursive: true });
  await chmod(folder, 0o755);
  return folder;
}

/** Runs a file of a folder on Node with nothing in its environment but what is given. @throws Error with its output when it ends before it is ready. */
export async function runBuilt(
  folder: string,
  { file, env, ready }: { file: string; env: Record<string, string>; ready: RegExp },
): Promise<BuiltProcess & { ready: RegExpExecArray }> {
  const child = spawn(process.execPath, [file], {
    cwd: folder,
    // Types of a dependency name a variable that need not be there.
    env: env as NodeJS.ProcessEnv,
    stdio: ['pipe', 'pipe', 'pipe'],
    ...nobody,
  });
  let output = '';
  const ended = new Promise<{ code: number | null; signal: string | null }>((resolve) =>
    child.once('close', (code, signal) => resolve({ code, signal })),
  );
  const isReady = new Promise<RegExpExecArray>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        const found = ready.exec(output);
        if (found) resolve(found);
      });
    void ended.then(({ code }) => reject(new Error(`${file} ended with ${code}: ${output}`)));
  });
  return {
    child,
    ready: await isReady,
    output: () => output,
    end(signal) {
      if (signal) child.kill(signal);
      return ended;
    },
  };
}
