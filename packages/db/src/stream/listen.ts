import pg from 'pg';

export type ListenerOptions = {
  url: string;
  channels: readonly string[];
  onNotify: (channel: string) => void;
  /** Called after every (re)connection: notifications may have been missed, so readers should look again. */
  onConnect: () => void;
  onError: (error: Error) => void;
};

export type Listener = { readonly connected: boolean; close(): Promise<void> };

/** First and longest wait before a lost connection is made again, ms. */
const backoff = { first: 100, longest: 5_000 };
/** How often the connection proves that it lives, ms: a peer that vanished without a word is noticed by this. */
const keepAliveEvery = 15_000;

/** Holds one connection that LISTENs on the channels and is made again for as long as it takes whenever it is lost. */
export function createListener(options: ListenerOptions): Listener {
  let client: pg.Client | null = null;
  let connected = false;
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
    next.on('notification', ({ channel }) => options.onNotify(channel));
    try {
      await next.connect();
      for (const channel of options.channels) await next.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
    } catch (error) {
      return lose(next, error instanceof Error ? error : new Error(String(error)));
    }
    if (client !== next) return;
    connected = true;
    wait = backoff.first;
    keepAlive(next);
    options.onConnect();
  };

  void connect();
  return {
    get connected() {
      return connected;
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      const last = client;
      client = null;
      connected = false;
      await last?.end().catch(() => {});
    },
  };
}
