import type { Context, Runtime } from './runtime.ts';

/** Runtimes that have the web's interfaces only: Workers, Deno, browsers. */
export const runtime: Runtime = {
  gzip: typeof CompressionStream === 'undefined' ? null : compress,
  defer: (run) => void setTimeout(run, 0),
  createContext<T>(): Context<T> | null {
    const Storage = findStorage();
    if (Storage === undefined) return null;
    const storage = new Storage<T>();
    return { run: (value, run) => storage.run(value, run), get: () => storage.getStore() };
  },
  onShutdown: () => () => {},
  instance: () => undefined,
};

async function compress(text: string): Promise<Uint8Array> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

type Storage = new <T>() => { run<R>(value: T, run: () => R): R; getStore(): T | undefined };

/** Workers with `nodejs_compat` hand out Node's modules without an import, which other runtimes could not resolve. */
function findStorage(): Storage | undefined {
  const { process } = globalThis as { process?: { getBuiltinModule?: (name: string) => unknown } };
  const hooks = process?.getBuiltinModule?.('node:async_hooks') as
    | { AsyncLocalStorage?: Storage }
    | undefined;
  return hooks?.AsyncLocalStorage;
}
