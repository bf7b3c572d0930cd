import { deferred } from './deferred.ts';
import { type NodeProcess, startNode } from './node-process.ts';
import { type RestartPolicy, restartDelay, restartPolicy } from './restart-policy.ts';

export type ChildSpec = {
  name: string;
  /** Arguments of `node`. */
  args: string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** The line that says the child serves; it is not passed on. */
  ready: RegExp;
  /** How long after SIGTERM the child is killed. */
  stopWithinMs: number;
};

export type ChildHost = {
  /** A line of the supervisor's own. */
  say(line: string): void;
  /** A line that a child wrote. */
  onLine(name: string, line: string): void;
  policy?: RestartPolicy;
};

export type SupervisedChild = {
  name: string;
  /** Resolves at the first ready line; rejects with ChildStartError when the child ends before it. */
  ready: Promise<void>;
  /** SIGTERM, a deadline, SIGKILL; resolves when the child is gone. */
  stop(): Promise<void>;
  /** SIGKILL at once, without waiting; it is not started again. */
  kill(): void;
};

/** A child that ended before it was ever ready: a wrong setting rather than an accident. */
export class ChildStartError extends Error {
  constructor(
    child: string,
    readonly exitCode: number | null,
    reason: string,
  ) {
    super(`${child} ${reason} before it was ready; its own words are above`);
  }
}

/**
 * Starts a child and keeps it running: starting → ready → (dies → waits → starting → ready)* → stopping → gone.
 * One that dies before it was ever ready is not started again.
 */
export function superviseChild(spec: ChildSpec, host: ChildHost): SupervisedChild {
  const policy = host.policy ?? restartPolicy;
  const firstReady = deferred();
  const gone = deferred();
  let running: NodeProcess | undefined;
  let nextStart: NodeJS.Timeout | undefined;
  let readyAt: number | undefined;
  let diedAt: number | undefined;
  let failures = 0;
  let wasEverReady = false;
  let isStopping = false;

  const start = (): void => {
    readyAt = undefined;
    running = startNode({ ...spec, onLine, onEnd });
  };
  const onLine = (line: string): void => {
    if (readyAt !== undefined || !spec.ready.test(line)) {
      host.onLine(spec.name, line);
      return;
    }
    readyAt = performance.now();
    if (diedAt !== undefined) host.say(`${spec.name} is back after ${seconds(readyAt - diedAt)}`);
    diedAt = undefined;
    wasEverReady = true;
    firstReady.resolve();
  };
  const onEnd = (code: number | null, reason: string): void => {
    running = undefined;
    if (isStopping || !wasEverReady) {
      isStopping = true;
      firstReady.reject(new ChildStartError(spec.name, code, reason));
      gone.resolve();
      return;
    }
    diedAt ??= performance.now();
    if (readyAt !== undefined && performance.now() - readyAt >= policy.healthyAfterMs) failures = 0;
    const delay = restartDelay(policy, failures++);
    host.say(`${spec.name} ${reason}; starting it again in ${seconds(delay)}`);
    nextStart = setTimeout(start, delay);
  };

  const kill = (): void => {
    isStopping = true;
    clearTimeout(nextStart);
    running?.signal('SIGKILL');
  };
  const stop = async (): Promise<void> => {
    isStopping = true;
    clearTimeout(nextStart);
    if (running === undefined) return;
    const deadline = setTimeout(() => {
      host.say(`${spec.name} did not stop within ${seconds(spec.stopWithinMs)}, killing it`);
      kill();
    }, spec.stopWithinMs);
    running.signal('SIGTERM');
    await gone.promise;
    clearTimeout(deadline);
  };

  // Whoever stops a child before it was ready need not wait for it too.
  firstReady.promise.catch(() => {});
  start();
  return { name: spec.name, ready: firstReady.promise, stop, kill };
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
