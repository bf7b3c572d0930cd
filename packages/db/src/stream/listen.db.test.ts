import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDb, type TestDb } from '../testing/test-db.ts';
import { createListener, type Listener } from './listen.ts';
import { notify } from './notify.ts';

let test: TestDb;
beforeAll(async () => {
  test = await createTestDb();
});
afterAll(() => test.close());

const until = async (condition: () => boolean) => {
  for (let waited = 0; !condition(); waited += 10) {
    if (waited > 15_000) throw new Error('waited in vain');
    await sleep(10);
  }
};

function listen(url = test.url) {
  const seen = { notified: [] as string[], connects: 0, errors: [] as Error[] };
  const listener: Listener = createListener({
    url,
    channels: ['one', 'two_2'],
    notify: (channel) => notify(test.db, channel),
    onNotify: (channel) => seen.notified.push(channel),
    onConnect: () => (seen.connects += 1),
    onError: (error) => seen.errors.push(error),
  });
  return { listener, seen };
}

describe('createListener', () => {
  it('hands on what is notified on its channels', async () => {
    const { listener, seen } = listen();
    expect(listener.connected).toBe(false);
    await until(() => seen.connects === 1);
    await until(() => listener.connected);
    for (const channel of ['one', 'another', 'two_2']) await notify(test.db, channel);
    await until(() => seen.notified.length === 2);
    expect(seen.notified).toEqual(['one', 'two_2']);
    await listener.close();
    expect(listener.connected).toBe(false);
    expect(seen.errors).toEqual([]);
  });

  it('connects again when the connection is lost, says so, and hears again', async () => {
    if (test.kind === 'embedded') return;
    const { listener, seen } = listen();
    await until(() => listener.connected);
    await test.db.$executeRaw`
      SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE application_name = 'apiscope-listen' AND datname = current_database()`;
    await until(() => seen.connects === 2);
    expect(seen.errors.length).toBe(1);
    await notify(test.db, 'one');
    await until(() => seen.notified.length === 1);
    await listener.close();
  });

  it('keeps trying while there is no database, and can be closed meanwhile', async () => {
    const { listener, seen } = listen('postgres://nobody@127.0.0.1:9/none');
    await until(() => seen.errors.length >= 2);
    expect([listener.connected, seen.connects]).toEqual([false, 0]);
    await listener.close();
    const { length } = seen.errors;
    await sleep(400);
    expect(seen.errors.length).toBe(length);
  });

  it('closed right after it was opened stays closed', async () => {
    const { listener, seen } = listen();
    await listener.close();
    await sleep(100);
    expect([seen.connects, seen.errors.length, listener.connected]).toEqual([0, 0, false]);
  });
});
