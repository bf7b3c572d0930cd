/** Carries a value along everything that a call causes, asynchronous or not. */
export type Context<T> = {
  /** Calls `run` with `value` as what {@link Context.get} answers in it, and answers what it answers. */
  run<R>(value: T, run: () => R): R;
  get(): T | undefined;
};

/** What the SDK needs of the runtime it is in. Package condition `node` chooses between node.ts and web.ts beside this file. */
export type Runtime = {
  /** Compresses text as gzip, off the event loop; null where the runtime cannot. */
  gzip: ((text: string) => Promise<Uint8Array>) | null;
  /** Calls `run` soon, after what is under way. */
  defer(run: () => void): void;
  /** Null where the runtime has nothing of the kind. */
  createContext<T>(): Context<T> | null;
  /**
   * Calls `flush` when the process is told to stop or has nothing left to do; what it answers is waited for before a signal that nobody
   * else handles takes its course. Answers the function that forgets it.
   */
  onShutdown(flush: () => Promise<void>): () => void;
  /** Tells this process from others of its service. */
  instance(): string | undefined;
};
