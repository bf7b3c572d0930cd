import { Worker } from 'node:worker_threads';
import { encodeInt32, encodeText } from './wire-protocol.ts';

/** The one PostgreSQL session behind every connection. Calls are answered in the order they are made. */
export type Engine = {
  /** What the session answered to its startup packet: parameters and readiness. */
  readonly startup: Buffer;
  /** Runs complete protocol messages and returns what the session sent. A rejection means that the session is lost. */
  execute(messages: Uint8Array): Promise<Buffer>;
  /** The data directory as a tar archive. */
  dump(): Promise<Blob>;
  /** Shuts PostgreSQL down cleanly. */
  close(): Promise<void>;
  /** Resolves when the session is lost, also while nothing runs; never after `close` or `kill`. */
  readonly lost: Promise<Error>;
  /** Ends the thread at once, whatever it is doing. */
  kill(): Promise<void>;
};

export type EngineOptions = {
  /** Folder of the cluster, or `memory://`. */
  dataDir: string;
  /** A dump to start from instead of an empty cluster. */
  loadDataDir?: Blob;
};

/**
 * Stack of the thread, in MB. On the default of 1 a JSON value nested 12,000 deep exhausts it, which destroys the session; on this
 * one a million levels pass, and PostgreSQL's own limits come first elsewhere. It is reserved address space, not memory.
 */
const STACK_MB = 256;

type Answer = { id: number; output?: Uint8Array | Blob; error?: string } | { ready: Uint8Array };
type Waiting = { resolve(output: Uint8Array | Blob | undefined): void; reject(error: Error): void };

/** Starts PGlite with pgvector and pg_trgm in a thread; rejects when the cluster cannot be opened. */
export async function openEngine({ dataDir, loadDataDir }: EngineOptions): Promise<Engine> {
  const worker = new Worker(new URL('./engine-thread.mjs', import.meta.url), {
    workerData: { dataDir, loadDataDir, startupPacket: startupPacket() },
    resourceLimits: { stackSizeMb: STACK_MB },
    // Loaders and debuggers of this process are of no use to the thread.
    execArgv: [],
  });
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  let lost: Error | undefined;
  let isClosing = false;
  let tellLost: (error: Error) => void = () => {};
  const whenLost = new Promise<Error>((resolve) => {
    tellLost = resolve;
  });

  const lose = (error: Error): void => {
    lost ??= error;
    for (const { reject } of waiting.values()) reject(lost);
    waiting.clear();
    if (!isClosing) tellLost(lost);
  };
  const call = (request: object, transfer: ArrayBuffer[] = []): Promise<Uint8Array | Blob | undefined> =>
    new Promise((resolve, reject) => {
      if (lost) return reject(lost);
      const id = ++lastId;
      waiting.set(id, { resolve, reject });
      worker.postMessage({ id, ...request }, transfer);
    });

  const startup = await new Promise<Buffer>((resolve, reject) => {
    worker.on('error', (error) => {
      lose(error);
      reject(error);
    });
    worker.on('exit', (code) => lose(new Error(`the database thread ended with code ${code}`)));
    worker.on('message', (answer: Answer) => {
      if ('ready' in answer) return resolve(asBuffer(answer.ready));
      const entry = waiting.get(answer.id);
      waiting.delete(answer.id);
      if (answer.error === undefined) entry?.resolve(answer.output);
      else entry?.reject(new Error(answer.error));
    });
  });

  return {
    startup,
    lost: whenLost,
    execute: async (messages) => {
      const own = new Uint8Array(messages);
      return asBuffer((await call({ execute: own }, [own.buffer])) as Uint8Array);
    },
    dump: async () => (await call({ command: 'dump' })) as Blob,
    close: async () => {
      isClosing = true;
      await call({ command: 'close' });
      await worker.terminate();
    },
    kill: async () => {
      isClosing = true;
      await worker.terminate();
    },
  };
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function startupPacket(): Uint8Array {
  const fields = ['user', 'postgres', 'database', 'postgres', ''].map(encodeText);
  const body = Buffer.concat([encodeInt32(3 << 16), ...fields]);
  return new Uint8Array(Buffer.concat([encodeInt32(body.length + 4), body]));
}
