type Flush = () => Promise<void>;

/** What of `process` is needed. */
type Process = Pick<NodeJS.Process, 'on' | 'removeListener' | 'listenerCount' | 'kill' | 'pid'>;

type Shared = {
  flushes: Set<Flush>;
  /** Ends listening. */
  stop(): void;
};

/** Registered, and kept with the process: the ES modules and the CommonJS ones listen as one. */
const sharedKey = Symbol.for('apiscope.flushes');
type Listened = Process & { [sharedKey]?: Shared | undefined };

/**
 * Flushes on SIGTERM and when the event loop has run empty. A listener of SIGTERM keeps Node from ending the process; so where ours, one for all
 * clients, is the only one, the signal is sent again after the flushes, and the process ends by it as it would have without us. Where
 * the host listens too, ending is the host's affair.
 */
export function flushOnSignal(host: Process, flush: Flush): () => void {
  const listened: Listened = host;
  listened[sharedKey] ??= listen(listened);
  const { flushes, stop } = listened[sharedKey];
  flushes.add(flush);
  return () => {
    if (flushes.delete(flush) && flushes.size === 0) stop();
  };
}

function listen(host: Listened): Shared {
  const flushes = new Set<Flush>();
  // Once each: a flush that fails would call for the next for ever.
  const emptied = new WeakSet<Flush>();
  const stop = () => {
    host.removeListener('SIGTERM', onSignal);
    host.removeListener('beforeExit', onEmpty);
    host[sharedKey] = undefined;
  };
  const onSignal = () => {
    const isAlone = host.listenerCount('SIGTERM') === 1;
    void Promise.allSettled([...flushes].map((flush) => flush())).then(() => {
      if (!isAlone) return;
      stop();
      host.kill(host.pid, 'SIGTERM');
    });
  };
  const onEmpty = () => {
    for (const flush of flushes) {
      if (emptied.has(flush)) continue;
      emptied.add(flush);
      void flush();
    }
  };
  host.on('SIGTERM', onSignal);
  host.on('beforeExit', onEmpty);
  return { flushes, stop };
}
