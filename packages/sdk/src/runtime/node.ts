import { AsyncLocalStorage } from 'node:async_hooks';
import { hostname } from 'node:os';
import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import { flushOnSignal } from './flush-on-signal.ts';
import type { Context, Runtime } from './runtime.ts';

const compress = promisify(gzip);

/** Node, and what behaves like it. */
export const runtime: Runtime = {
  // JSON of many alike requests shrinks tenfold at the quickest level already.
  gzip: (text) => compress(text, { level: constants.Z_BEST_SPEED }),
  defer: (run) => void setImmediate(run),
  createContext<T>(): Context<T> {
    const storage = new AsyncLocalStorage<T>();
    return { run: (value, run) => storage.run(value, run), get: () => storage.getStore() };
  },
  onShutdown: (flush) => flushOnSignal(process, flush),
  instance: () => `${hostname()}:${process.pid}`,
};
