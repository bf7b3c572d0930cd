import { setTimeout as sleep } from 'node:timers/promises';
import { TRPCClientError } from '@trpc/client';
import { afterEach, describe, expect, it } from 'vitest';
import { createApp } from '../app.ts';
import { type NodeServer, serveNode } from '../servers/node.ts';
import { fakeDeps } from '../testing/fake-deps.ts';
import { toTestLog } from '../testing/to-test-log.ts';
import { createTypedClient } from '../testing/typed-client.ts';

let server: NodeServer | undefined;
afterEach(() => server?.close(50));

describe('tRPC', () => {
  it('gives errors their code, issues and request id, and no stack', async () => {
    const app = createApp(fakeDeps().deps);
    const ask = async (path: string) => {
      const response = await app.request(`/trpc/${path}`, { headers: { 'x-request-id': 'r-1' } });
      return { status: response.status, headers: response.headers, body: await response.json() };
    };
    const bad = await ask(`logs.list?input=${encodeURIComponent('{"levle__eq":"error","limit":0}')}`);
    expect(bad).toMatchObject({
      status: 400,
      body: {
        error: {
          data: {
            code: 'BAD_REQUEST',
            requestId: 'r-1',
            issues: expect.arrayContaining([
              { path: 'levle__eq', message: expect.stringContaining('unknown') },
            ]),
          },
        },
      },
    });
    const away = await ask('users.list?input=%7B%7D');
    expect([away.status, away.headers.get('retry-after')]).toEqual([503, '5']);
    expect((await ask('users.nothing')).status).toBe(404);
    expect(JSON.stringify([bad.body, away.body])).not.toMatch(/stack|ECONNREFUSED|\.ts:/);
  });

  it('follows logs across a restart of the server, each line once and in order', async () => {
    const { deps, collected } = fakeDeps();
    const source = collected.sources.logs;
    let id = 0;
    const insert = (hub: typeof deps.hub) => {
      const xid = source.begin();
      source.write(xid, ++id, toTestLog({ id }));
      source.commit(xid);
      hub.logs.poke();
    };
    server = await serveNode(createApp(deps), { host: '127.0.0.1', port: 0 });
    const { port } = server;
    const seen: number[] = [];
    const problems: unknown[] = [];
    const following = createTypedClient(`http://127.0.0.1:${port}`).logs.stream.subscribe(
      { level__gte: 'info' },
      {
        onData: (event) => {
          if ('gap' in event.data) problems.push(event.data.gap);
          else seen.push(event.data.id);
        },
        onError: (error) => problems.push(error),
        onComplete: () => problems.push('complete'),
      },
    );
    const until = async (count: number) => {
      for (let wait = 0; seen.length < count && wait < 1_000; wait++) await sleep(10);
    };
    while (deps.hub.logs.clients === 0) await sleep(5);
    await sleep(20);
    for (let count = 0; count < 5; count++) insert(deps.hub);
    await until(5);
    await deps.hub.close();
    await server.close(50);
    for (let count = 0; count < 5; count++) insert(deps.hub);
    const again = fakeDeps();
    Object.assign(again.collected.sources.logs, source);
    server = await serveNode(createApp(again.deps), { host: '127.0.0.1', port });
    await until(10);
    insert(again.deps.hub);
    await until(11);
    expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(problems).toEqual([]);
    following.unsubscribe();
    for (let wait = 0; again.deps.hub.logs.clients > 0 && wait < 100; wait++) await sleep(10);
    expect(again.deps.hub.logs.clients).toBe(0);
    await again.deps.hub.close();
  }, 30_000);

  it('types what it answers', async () => {
    server = await serveNode(createApp(fakeDeps().deps), { host: '127.0.0.1', port: 0 });
    const client = createTypedClient(`http://127.0.0.1:${server.port}`);
    const asked = client.users.list.query({ name__ilike: 'a', limit: 2 }).then(({ data }) => data[0]?.age);
    await expect(asked).rejects.toBeInstanceOf(TRPCClientError);
  });
});
