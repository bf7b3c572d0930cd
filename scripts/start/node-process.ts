import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export type NodeProcess = {
  pid: number | undefined;
  signal(name: NodeJS.Signals): void;
};

type Start = {
  /** Arguments of `node`. */
  args: string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  onLine(line: string): void;
  /** Once, when it is gone and its last lines were read; `reason` reads as in "api `reason`". */
  onEnd(code: number | null, reason: string): void;
};

/** How long after the exit of a process its pipes are still read: a child of its own may hold them open. */
const LAST_LINES_MS = 300;

/**
 * Starts `node` in a process group of its own, so that ctrl-C reaches the supervisor alone, and with an IPC channel
 * whose end tells it that the supervisor is gone.
 */
export function startNode({ args, cwd, env, onLine, onEnd }: Start): NodeProcess {
  const child = spawn(process.execPath, args, {
    cwd,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  for (const stream of [child.stdout, child.stderr])
    if (stream !== null) createInterface({ input: stream }).on('line', onLine);
  whenEnded(child, onEnd);
  return { pid: child.pid, signal: (name) => signalGroup(child, name) };
}

function whenEnded(child: ChildProcess, onEnd: Start['onEnd']): void {
  let isReported = false;
  const report = (code: number | null, reason: string): void => {
    if (isReported) return;
    isReported = true;
    onEnd(code, reason);
  };
  child.once('error', (error) => report(null, `could not be run (${error.message})`));
  child.once('exit', (code, signal) => {
    const reason = signal === null ? `ended with code ${code}` : `was ended by ${signal}`;
    const late = setTimeout(() => report(code, reason), LAST_LINES_MS);
    child.once('close', () => {
      clearTimeout(late);
      report(code, reason);
    });
  });
}

function signalGroup(child: ChildProcess, name: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(name === 'SIGKILL' ? -child.pid : child.pid, name);
  } catch {
    // Already gone: its end is reported by the exit event.
  }
}
