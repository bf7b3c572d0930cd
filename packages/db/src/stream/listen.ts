import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { deafMessage, hearsNotifications } from './hears-notifications.ts';

export type ListenerOptions = {
  url: string;
  channels: readonly string[];
  /** Notifies on a channel, on another connection: whether the listening one hears is tried with it. */
  notify: (channel: string) => Promise<unknown>;
  onNotify: (channel: string) => void;
  /** Called after every (re)connection: notifications may have been missed, so readers should look again. */
  onConnect: () => void;
  onError: (error: Error) => void;
};

export type Listener = {
  /** Whether the connection stands and what is notified arrives on it. */
  readonly connected: boolean;
  /** Whether the latest connection that stood heard nothing. */
  readonly deaf: boolean;
  close(): Promise<void>;
};

/** First and longest wait before a lost connection is made again, ms. */
const backoff = { first: 100, longest: 3_000 };
/** Longest that its end is waited for, ms. */
const closeWithinMs = 1_000;
/** How often the connection proves that it lives, ms: a peer that vanished without a word is noticed by this. */
const keepAliveEvery = 15_000;

/**
 * Holds one connection that LISTENs on the channels and is made again for as long as it takes whenever it is lost. One that hears nothing
 * counts as lost: readers then look at each new connection, every few seconds.
 */
export function createListener(options: ListenerOptions): Listener {
  let client: pg.Client | null = null;
  let connected = false;
  let deaf = false;
  let closed = false;
  let wait = backoff.first;
  let timer: NodeJS.Timeout | undefined;

  const lose = (failed: pg.Client, error: Error): void => {
    if (client !== failed) return;
    client = null;
    connected = false;
    clearTimeout(timer);
    failed.end().catch(() => {});
    if (closed) return;
    options.onError(error);
    timer = setTimeout(connect, wait);
    wait = Math.min(wait * 2, backoff.longest);
  };

  const keepAlive = (alive: pg.Client): void => {
    timer = setTimeout(() => {
      alive.query('SELECT 1').then(
        () => client === alive && keepAlive(alive),
        (error) => lose(alive, error),
      );
    }, keepAliveEvery);
  };

  const connect = async (): Promise<void> => {
    const next = new pg.Client({
      connectionString: options.url,
      application_name: 'apiscope-listen',
      keepAlive: true,
      connectionTimeoutMillis: 10_000,
      query_timeout: 30_000,
    });
    client = next;
    next.on('error', (error) => lose(next, error));
    next.on('end', () => lose(next, new Error('the database closed the listening connection')));
    next.on('notification', ({ channel }) => {
      if (options.channels.includes(channel)) options.onNotify(channel);
    });
    try {
      await next.connect();
      for (const channel of options.channels) await next.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
    } catch (error) {
      return lose(next, error instanceof Error ? error : new Error(String(error)));
    }
    if (client !== next) return;
    options.onConnect();
    // Where it can't be tried it is believed: whatever stands in the way is told elsewhere.
    const heard = await hearsNotifications(next, options.notify).catch(() => true);
    if (client !== next) return;
    deaf = !heard;
    if (!heard) return lose(next, new Error(deafMessage));
    connected = true;
    wait = backoff.first;
    keepAlive(next);
  };

  void connect();
  return {
    get connected() {
      return connected;
    },
    get deaf() {
      return deaf;
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      const last = client;
      client = null;
      connected = false;
      if (last === null) return;
      // A database that hangs never says that it has let go.
      await Promise.race([last.end().catch(() => {}), sleep(closeWithinMs)]);
      last.connection.stream.destroy();
    },
  };
}
