import { takeDataFolder } from './data-folder.ts';
import { openEngine } from './engine.ts';
import { Multiplexer } from './multiplexer.ts';

export type EmbeddedOptions = {
  /** Folder that keeps the data, made if missing; `memory://` keeps nothing. */
  dataDir: string;
  /** Default 0: a free one. */
  port?: number;
  /** Default 127.0.0.1. There is no password, so anything else lets everybody in. */
  host?: string;
  /** How long a transaction may wait for its client before it is rolled back; default 30,000 ms. */
  idleInTransactionMs?: number;
  /** Default 100. */
  maxConnections?: number;
  /** Bound of one message, one batch up to its Sync and one COPY; default 256 MB. */
  maxMessageBytes?: number;
  /** A dump to start from; the folder must be empty. */
  loadDataDir?: Blob;
  /** PostgreSQL has crashed and every client has been told; nothing more can be done with this instance but `stop`. */
  onFatal?(error: Error): void;
};

export type Embedded = {
  /** Connection string of the one database, user and all. */
  url: string;
  port: number;
  /** The data directory as a tar archive, as `loadDataDir` takes it. */
  dumpDataDir(): Promise<Blob>;
  /** Lets the running statement end, shuts PostgreSQL down cleanly and lets the folder go. */
  stop(): Promise<void>;
};

const DEFAULT_IDLE_MS = 30_000;
const DEFAULT_CONNECTIONS = 100;
const DEFAULT_MESSAGE_BYTES = 256 * 1024 * 1024;

/**
 * Starts the embedded PostgreSQL with pgvector and pg_trgm, reachable by any PostgreSQL client. Throws LockHeldError when another
 * process uses the folder.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const { dataDir, loadDataDir, port = 0, host = '127.0.0.1' } = options;
  const folder = dataDir === 'memory://' ? undefined : takeDataFolder(dataDir);
  try {
    const engine = await openEngine({
      dataDir: folder?.cluster ?? dataDir,
      ...(loadDataDir && { loadDataDir }),
    });
    folder?.markCreated();
    let isLost = false;
    const multiplexer = new Multiplexer({
      engine,
      idleInTransactionMs: options.idleInTransactionMs ?? DEFAULT_IDLE_MS,
      maxConnections: options.maxConnections ?? DEFAULT_CONNECTIONS,
      maxMessageBytes: options.maxMessageBytes ?? DEFAULT_MESSAGE_BYTES,
      onLost: (error) => {
        isLost = true;
        options.onFatal?.(error);
      },
    });
    const listening = await multiplexer.listen(host, port).catch(async (error: unknown) => {
      await engine.close();
      throw error;
    });
    return {
      url: `postgres://postgres@${host}:${listening}/postgres`,
      port: listening,
      dumpDataDir: () => engine.dump(),
      stop: async () => {
        await multiplexer.stop();
        await (isLost ? engine.kill() : engine.close());
        folder?.release();
      },
    };
  } catch (error) {
    folder?.release();
    throw error;
  }
}
