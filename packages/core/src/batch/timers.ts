/** Where delayed calls come from, so that tests can own them. */
export type Timers = {
  /** Calls `run` once after `ms`; `keepAlive` says whether the wait may hold the process open. */
  set(run: () => void, ms: number, keepAlive: boolean): unknown;
  clear(handle: unknown): void;
};

/** Longest delay a runtime's timer takes without firing at once, ms. */
const maxDelay = 2_147_483_647;

/** The runtime's own timers; a wait that need not hold the process open is unref'd where that exists. */
export const systemTimers: Timers = {
  set(run, ms, keepAlive) {
    const handle: unknown = setTimeout(run, Math.min(Math.max(0, ms), maxDelay));
    if (!keepAlive && hasUnref(handle)) handle.unref();
    return handle;
  },
  clear(handle) {
    clearTimeout(handle as ReturnType<typeof setTimeout>);
  },
};

function hasUnref(handle: unknown): handle is { unref(): void } {
  return typeof handle === 'object' && handle !== null && 'unref' in handle;
}
