import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '@apiscope/core/logs/schema';
import { afterEach, describe, expect, it } from 'vitest';
import { createApp } from '../app.ts';
import { type NodeServer, serveNode } from '../servers/node.ts';
import { fakeDeps } from '../testing/fake-deps.ts';
import { parseEvents, type ServerSentEvent } from '../testing/parse-events.ts';
import { toTestLog } from '../testing/to-test-log.ts';

const servers: NodeServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close(50);
});

async function setUp() {
  const { deps, collected } = fakeDeps();
  const server = await serveNode(createApp(deps), { host: '127.0.0.1', port: 0 });
  servers.push(server);
  const source = collected.sources.logs;
  let id = 0;
  const insert = (fields: Partial<Log> = {}) => {
    const xid = source.begin();
    source.write(xid, ++id, toTestLog({ id, ...fields }));
    source.commit(xid);
    deps.hub.logs.poke();
    return `${xid}-${id}`;
  };
  const open = async (path: string, headers: Record<string, string> = {}) => {
    const ending = new AbortController();
    const response = await fetch(`http://127.0.0.1:${server.port}${path}`, {
      headers,
      signal: ending.signal,
    });
    return { response, events: parseEvents(response.body!), close: () => ending.abort() };
  };
  return { deps, insert, open };
}

const take = async (events: AsyncGenerator<ServerSentEvent>, count: number) => {
  const taken: ServerSentEvent[] = [];
  while (taken.length < count) taken.push((await events.next()).value as ServerSentEvent);
  return taken;
};

describe('GET /logs/stream', () => {
  it('sends its headers and a comment at once, then one log an event with its id', async () => {
    const { open, insert, deps } = await setUp();
    const { response, events, close } = await open('/logs/stream');
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    });
    const [comment, start] = await take(events, 2);
    expect(comment).toMatchObject({ comment: 'connected' });
    expect(start).toMatchObject({ id: expect.stringMatching(/^\d+-\d+$/), data: null });
    const cursor = insert({ message: 'hello' });
    const [event] = await take(events, 1);
    expect(event).toMatchObject({ event: 'log-update', id: cursor });
    expect(JSON.parse(event!.data!)).toMatchObject({ id: 1, message: 'hello', level: 'info' });
    close();
    for (let wait = 0; deps.hub.logs.clients > 0 && wait < 100; wait++) await sleep(10);
    expect(deps.hub.logs.clients).toBe(0);
  });

  it('resumes by header or parameter, also from the id that came before any event', async () => {
    const { open, insert } = await setUp();
    const first = await open('/logs/stream');
    const [, start] = await take(first.events, 2);
    first.close();
    const cursors = [insert(), insert(), insert()];
    const byHeader = await open('/logs/stream', { 'last-event-id': start!.id! });
    expect((await take(byHeader.events, 5)).slice(2).map(({ id }) => id)).toEqual(cursors);
    const byParameter = await open(`/logs/stream?lastEventId=${cursors[1]}`);
    expect((await take(byParameter.events, 3)).slice(2).map(({ id }) => id)).toEqual([cursors[2]]);
    const garbage = await open('/logs/stream?lastEventId=garbage');
    const [gap] = (await take(garbage.events, 3)).slice(2);
    expect(gap).toMatchObject({ event: 'gap', id: expect.stringMatching(/^\d+-\d+$/) });
    expect(JSON.parse(gap!.data!)).toMatchObject({ gap: { reason: 'cursor_unreadable' } });
    for (const { close } of [byHeader, byParameter, garbage]) close();
  });

  it('filters on the server by the grammar of the list', async () => {
    const { open, insert } = await setUp();
    const { events, close } = await open('/logs/stream?level__gte=warn&search=disk');
    await take(events, 2);
    insert({ level: 'error', message: 'disk full' });
    insert({ level: 'info', message: 'disk full' });
    insert({ level: 'error', message: 'net down' });
    insert({ level: 'warn', message: 'DISK slow' });
    expect((await take(events, 2)).map(({ data }) => JSON.parse(data!).id)).toEqual([1, 4]);
    close();
  });

  it('ends when the process closes, so that clients come back', async () => {
    const { open, deps } = await setUp();
    const { events } = await open('/logs/stream');
    await take(events, 2);
    await deps.hub.close();
    const hint = { event: null, id: null, data: null, comment: null };
    expect([(await events.next()).value, (await events.next()).done]).toEqual([hint, true]);
  });
});
