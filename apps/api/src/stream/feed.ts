import type { StreamGap } from '@apiscope/core/logs/schema';
import { matches, type WireRow } from '@apiscope/core/search/evaluate';
import type { Query } from '@apiscope/core/search/filter';
import type { Logger } from 'pino';
import { type ClientBuffer, createClientBuffer, type FeedEvent } from './client-buffer.ts';
import { createFollower } from './follower.ts';
import { openCursor } from './open-cursor.ts';
import { retryUntil } from './retry-until.ts';
import type { StreamSource } from './source.ts';
import { StreamClosed } from './stream-closed.ts';

/** What is held for one client before it counts as too slow. */
const clientLimits = { maxEvents: 1_000, maxBytes: 8_388_608 };
/** Rows read at once while a client catches up. */
const readSize = 500;

export type Subscription = {
  query: Query;
  /** Cursor of the last event the client has seen; none: start with what comes next. */
  lastEventId?: string | null | undefined;
  signal?: AbortSignal | undefined;
  /** Told the cursor that the stream starts after, as soon as it is known. */
  onStart?: (cursor: string) => void;
};

/** One stream of the process, shared by all of its clients. */
export type Feed<Row> = {
  /** Follows the stream until the signal aborts; throws {@link StreamClosed} when the process closes it. */
  follow(subscription: Subscription): AsyncGenerator<FeedEvent<Row>, void, undefined>;
  /** Says that new rows may be there. */
  poke(): void;
  close(): void;
  readonly clients: number;
  stats(): FeedStats;
};

/** What a feed has handed to its clients since the process started. */
export type FeedStats = {
  events: number;
  gaps: Readonly<Partial<Record<StreamGap['gap']['reason'], number>>>;
  /** Milliseconds for which rows that are there have waited to be read for the clients. */
  lag: number;
};

type Client<Row> = { query: Query; buffer: ClientBuffer<Row>; ending: AbortController };

/**
 * Shares one reader among the clients of a stream. A client goes through three states. Catching up, it reads the table
 * with its own filter from its cursor on. Joining, it is put among the live clients and reads on up to the place that
 * the shared reader had reached at that moment. Live, it is handed what the shared reader finds after that place; so
 * nothing is missed or repeated in between.
 */
export function createFeed<Row extends WireRow>(options: {
  source: StreamSource<Row>;
  log: Logger;
}): Feed<Row> {
  const { source, log } = options;
  const clients = new Set<Client<Row>>();
  const live = new Set<Client<Row>>();
  let closed = false;
  let events = 0;
  const gaps: Partial<Record<StreamGap['gap']['reason'], number>> = {};

  const counted = (event: FeedEvent<Row>): FeedEvent<Row> => {
    if ('gap' in event) gaps[event.gap.reason] = (gaps[event.gap.reason] ?? 0) + 1;
    else events++;
    return event;
  };

  const follower = createFollower({
    source,
    log,
    onRow: (cursor, row) => {
      const readers = [...live].filter(({ query }) => matches(query, row));
      if (readers.length === 0) return;
      const bytes = JSON.stringify(row).length;
      for (const { buffer } of readers) buffer.offer({ cursor, row }, bytes);
    },
  });

  async function* serve(
    client: Client<Row>,
    { lastEventId, onStart }: Subscription,
  ): AsyncGenerator<FeedEvent<Row>, void, undefined> {
    const { query, buffer, ending } = client;
    const patience = { signal: ending.signal, log };
    const opening = await retryUntil(() => openCursor(source, lastEventId), patience);
    if (opening === undefined) return;
    let { cursor } = opening;
    onStart?.(cursor);
    if (opening.gap) yield counted({ cursor, gap: opening.gap });
    let joined: string | null = null;
    while (true) {
      const page = await retryUntil(() => source.after({ cursor, limit: readSize, query }), patience);
      if (page === undefined) return;
      const upTo = joined;
      const rows =
        upTo === null ? page.rows : page.rows.filter((event) => source.compare(event.cursor, upTo) <= 0);
      for (const event of rows) {
        yield counted(event);
        cursor = event.cursor;
      }
      if (joined !== null && (page.last || rows.length < page.rows.length)) break;
      if (joined !== null || !page.last) continue;
      live.add(client);
      joined = follower.position();
    }
    for (let event = await buffer.next(); event !== null; event = await buffer.next()) {
      if (source.compare(event.cursor, cursor) > 0) yield counted(event);
    }
  }

  async function* follow(subscription: Subscription): AsyncGenerator<FeedEvent<Row>, void, undefined> {
    if (closed) throw new StreamClosed();
    const { query, signal } = subscription;
    const client = { query, buffer: createClientBuffer<Row>(clientLimits), ending: new AbortController() };
    const end = () => {
      client.ending.abort();
      client.buffer.end();
    };
    signal?.addEventListener('abort', end, { once: true });
    if (signal?.aborted) end();
    clients.add(client);
    try {
      await follower.join(client.ending.signal);
      yield* serve(client, subscription);
    } finally {
      signal?.removeEventListener('abort', end);
      clients.delete(client);
      live.delete(client);
      client.buffer.end();
      follower.leave();
    }
    if (closed && !signal?.aborted) throw new StreamClosed();
  }

  return {
    follow,
    poke: follower.poke,
    close() {
      closed = true;
      for (const { buffer, ending } of clients) {
        ending.abort();
        buffer.end();
      }
    },
    get clients() {
      return clients.size;
    },
    stats: () => ({ events, gaps: { ...gaps }, lag: follower.lag() }),
  };
}
