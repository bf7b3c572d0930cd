import { setTimeout as sleep } from 'node:timers/promises';
import { parseQuery } from '@apiscope/core/search/parse';
import { logs } from '@apiscope/core/search/resources/logs';
import pino from 'pino';
import { describe, expect, it } from 'vitest';
import { fakeSource } from '../testing/fake-source.ts';
import type { FeedEvent } from './client-buffer.ts';
import { createFeed, type Subscription } from './feed.ts';

type Row = { id: number; message: string; source: string };
const everything = parseQuery(logs, {});

function setUp() {
  const source = fakeSource<Row>();
  const feed = createFeed<Row>({ source, log: pino({ level: 'silent' }) });
  let nextId = 1;
  const insert = (message = 'a line') => {
    const xid = source.begin();
    const id = nextId++;
    source.write(xid, id, { id, message, source: 'test' });
    source.commit(xid);
    feed.poke();
    return `${xid}-${id}`;
  };
  const open = (subscription: Partial<Subscription> = {}) => {
    const ending = new AbortController();
    const events = feed.follow({ query: everything, signal: ending.signal, ...subscription });
    return { events, ending };
  };
  return { source, feed, insert, open };
}

const take = async (events: AsyncGenerator<FeedEvent<Row>>, count: number) => {
  const taken: FeedEvent<Row>[] = [];
  while (taken.length < count) {
    const next = await events.next();
    if (next.done) break;
    taken.push(next.value);
  }
  return taken;
};
const ids = (events: FeedEvent<Row>[]) =>
  events.map((event) => ('row' in event ? event.row.id : event.gap.reason));
const started = async (condition: () => boolean) => {
  while (!condition()) await sleep(1);
};

describe('createFeed', () => {
  it('tells how long rows have waited that it could not read yet, and what it handed on', async () => {
    const { source, feed, insert, open } = setUp();
    let start: string | undefined;
    const { events, ending } = open({ onStart: (cursor) => (start = cursor) });
    const next = events.next();
    await started(() => start !== undefined);
    const older = source.begin();
    insert();
    await started(() => feed.stats().lag > 40);
    source.commit(older);
    expect(ids([(await next).value as FeedEvent<Row>])).toEqual([1]);
    await started(() => feed.stats().lag === 0);
    expect(feed.stats()).toMatchObject({ events: 1, gaps: {} });
    ending.abort();
    expect(await take(events, 1)).toEqual([]);
  });

  it('starts after what is there and hands on what comes next, in order', async () => {
    const { open, insert, feed } = setUp();
    insert();
    let start: string | undefined;
    const { events, ending } = open({ onStart: (cursor) => (start = cursor) });
    const first = events.next();
    await started(() => start !== undefined);
    await sleep(5);
    insert();
    insert();
    expect(ids([(await first).value as FeedEvent<Row>, ...(await take(events, 1))])).toEqual([2, 3]);
    ending.abort();
    expect((await events.next()).done).toBe(true);
    expect(feed.clients).toBe(0);
  });

  it('resumes after a cursor with exactly what was missed, then goes on live', async () => {
    const { open, insert } = setUp();
    const cursors = Array.from({ length: 1_203 }, () => insert());
    const { events, ending } = open({ lastEventId: cursors[1]! });
    const missed = await take(events, 1_201);
    insert();
    const live = await take(events, 1);
    ending.abort();
    expect(ids([...missed, ...live])).toEqual(Array.from({ length: 1_202 }, (_, index) => index + 3));
  });

  it('neither loses nor repeats rows that arrive while it catches up', async () => {
    const { open, insert } = setUp();
    const first = insert();
    const { events, ending } = open({ lastEventId: first });
    const other = open();
    const watched = take(other.events, 1);
    const writing = (async () => {
      for (let count = 0; count < 3_000; count++) {
        insert();
        if (count % 7 === 0) await sleep(0);
      }
    })();
    const seen = ids(await take(events, 3_000));
    await writing;
    ending.abort();
    other.ending.abort();
    await watched;
    expect(seen).toEqual(Array.from({ length: 3_000 }, (_, index) => index + 2));
  });

  it('waits for an older transaction, so that ids out of commit order are neither lost nor turned around', async () => {
    const { open, insert, source, feed } = setUp();
    const before = insert();
    const { events, ending } = open({ lastEventId: before });
    const first = events.next();
    const [older, younger] = [source.begin(), source.begin()];
    source.write(younger, 100, { id: 100, message: 'younger', source: 'test' });
    source.commit(younger);
    feed.poke();
    await sleep(60);
    source.write(older, 50, { id: 50, message: 'older', source: 'test' });
    source.commit(older);
    // No notification: the one of the younger came too early, and the reader looks again by itself.
    expect(ids([(await first).value as FeedEvent<Row>, ...(await take(events, 1))])).toEqual([50, 100]);
    ending.abort();
  });

  it('applies the filter of each client to what it shares', async () => {
    const { open, insert, source } = setUp();
    const start = insert();
    const errors = open({ lastEventId: start, query: parseQuery(logs, { message__like: 'boom' }) });
    const all = open({ lastEventId: start });
    const both = Promise.all([take(errors.events, 2), take(all.events, 4)]);
    await sleep(10);
    for (const message of ['boom', 'fine', 'fine', 'boom again']) insert(message);
    expect((await both).map(ids)).toEqual([
      [2, 5],
      [2, 3, 4, 5],
    ]);
    const before = source.reads;
    insert();
    await sleep(10);
    expect(source.reads - before).toBe(1);
    errors.ending.abort();
    all.ending.abort();
  });

  it('says once that a cursor is unreadable or expired, and goes on', async () => {
    const { open, insert, source } = setUp();
    const cursors = [insert(), insert(), insert()];
    source.drop(cursors[1]!);
    const expired = open({ lastEventId: cursors[0]! });
    expect(ids(await take(expired.events, 2))).toEqual(['cursor_expired', 3]);
    const kept = open({ lastEventId: cursors[1]! });
    expect(ids(await take(kept.events, 1))).toEqual([3]);
    const garbage = open({ lastEventId: '1; DROP TABLE logs; --' });
    expect(ids(await take(garbage.events, 1))).toEqual(['cursor_unreadable']);
    const future = open({ lastEventId: '999999-1' });
    expect(ids(await take(future.events, 1))).toEqual(['cursor_unreadable']);
    const next = garbage.events.next();
    await sleep(5);
    insert();
    expect(ids([(await next).value as FeedEvent<Row>])).toEqual([4]);
    for (const { ending } of [expired, kept, garbage, future]) ending.abort();
  });

  it('turns what a slow client has waiting into one gap', async () => {
    const { open, insert } = setUp();
    const start = insert();
    const { events, ending } = open({ lastEventId: start });
    const first = events.next();
    insert();
    await first;
    const second = events.next();
    await sleep(5);
    insert();
    await second;
    const watcher = open();
    const watched = watcher.events.next();
    await sleep(5);
    for (let count = 0; count < 2_500; count++) insert();
    await watched;
    await take(watcher.events, 2_499);
    insert('the last');
    await take(watcher.events, 1);
    watcher.ending.abort();
    const seen = await take(events, 2);
    ending.abort();
    expect(ids(seen)[0]).toBe('client_too_slow');
    expect(ids(seen)[1]).toBeGreaterThan(1_000);
  });

  it('waits for the database instead of failing, and ends on abort meanwhile', async () => {
    const { open, insert, source, feed } = setUp();
    source.fail = new Error('away');
    const waiting = open();
    const first = waiting.events.next();
    const leaving = open();
    const gone = leaving.events.next();
    await sleep(20);
    leaving.ending.abort();
    expect((await gone).done).toBe(true);
    source.fail = null;
    await sleep(400);
    insert();
    expect(ids([(await first).value as FeedEvent<Row>])).toEqual([1]);
    waiting.ending.abort();
    await waiting.events.next();
    expect(feed.clients).toBe(0);
  });

  it('is closed with an error that makes clients come back, and takes no more', async () => {
    const { open, feed } = setUp();
    const { events } = open();
    const next = events.next();
    await sleep(5);
    feed.close();
    await expect(next).rejects.toMatchObject({ name: 'AbortError' });
    await expect(open().events.next()).rejects.toMatchObject({ name: 'AbortError' });
    expect(feed.clients).toBe(0);
  });
});
