import { AsyncResource } from 'node:async_hooks';
import pg from 'pg';
import { BoundedClient } from './bounded-client.ts';
import { currentPatience } from './patience.ts';

export type BoundedPoolOptions = {
  url: string;
  /** Connections at most. */
  max: number;
  /** Longest that one query may go unanswered, ms. */
  longestQueryMs: number;
  applicationName?: string;
  /** Called with a connection before its first use. */
  setUp?: (client: pg.ClientBase) => Promise<void>;
};

/** Longest wait for a connection, ms, be it for one to be free or to be made. */
const longestConnectMs = 10_000;
/** Silence on an idle connection after which its peer is asked for a sign of life, ms; without one it counts as lost in ten seconds more. */
const keepAliveAfterMs = 15_000;

/** How the callback of `connect` is called. */
type Taker = Parameters<pg.Pool['connect']>[0];

/** A pool of connections in which nobody waits without end, neither for a connection nor for an answer. */
export class BoundedPool extends pg.Pool {
  /** Connections that somebody has, and how each who waits for one is told that he gets none. */
  readonly #taken = new Set<pg.PoolClient>();
  readonly #waits = new Set<() => void>();

  constructor({ url, max, longestQueryMs, applicationName, setUp }: BoundedPoolOptions) {
    const config: pg.PoolConfig & { longestQueryMs: number } = {
      connectionString: url,
      max,
      connectionTimeoutMillis: longestConnectMs,
      idleTimeoutMillis: 30_000,
      keepAlive: true,
      keepAliveInitialDelayMillis: keepAliveAfterMs,
      ...(applicationName !== undefined && { application_name: applicationName }),
      ...(setUp && { onConnect: setUp }),
      Client: BoundedClient,
      longestQueryMs,
    };
    super(config);
    this.on('acquire', (client) => this.#taken.add(client));
    this.on('release', (_, client) => this.#taken.delete(client));
  }

  /** Fails whatever waits now, for a connection or for an answer, as if the database were away; what is asked afterwards is asked. */
  stopWaiting(): void {
    for (const refuse of [...this.#waits]) refuse();
    for (const client of [...this.#taken])
      if (client instanceof BoundedClient) client.breakOff('no time is left');
  }

  override connect(): Promise<pg.PoolClient>;
  override connect(take: Taker): void;
  override connect(take?: Taker): Promise<pg.PoolClient> | undefined {
    if (!take) {
      return new Promise((resolve, reject) =>
        this.#connect((error, client) => (error ? reject(error) : resolve(client!))),
      );
    }
    this.#connect(take);
  }

  #connect(take: Taker): void {
    const patience = currentPatience();
    const ms = Math.min(longestConnectMs, patience?.leftMs() ?? Number.POSITIVE_INFINITY);
    if (ms <= 0) {
      queueMicrotask(() => take(tooLate(), undefined, () => {}));
      return;
    }
    const endWait = patience?.begin();
    let isOver = false;
    // Whoever gives a connection back calls who waits for it, whose patience would otherwise not be known there.
    const end = AsyncResource.bind((...taken: Parameters<Taker>): void => {
      isOver = true;
      clearTimeout(timer);
      this.#waits.delete(refuse);
      endWait?.();
      take(...taken);
    });
    const refuse = (): void => end(tooLate(), undefined, () => {});
    const timer = setTimeout(refuse, ms);
    this.#waits.add(refuse);
    super.connect((error, client, release) => {
      if (!isOver) end(error, client, release);
      else if (client) release();
    });
  }
}

function tooLate(): Error {
  return new Error('timeout exceeded when trying to connect');
}
