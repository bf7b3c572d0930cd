import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Db } from '@apiscope/db/client';
import { createTestDb, type TestDb } from '@apiscope/db/testing/test-db';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createApp } from '../app.ts';
import { serveNode } from '../servers/node.ts';
import { type CutLine, openCutLine } from '../testing/cut-line.ts';
import { openTestApp, type TestApp } from '../testing/open-test-app.ts';
import { day, fillLogs } from './testing/fill-database.ts';

const rows = 20_000;
let database: TestDb;
let line: CutLine;
let api: TestApp;
beforeAll(async () => {
  database = await createTestDb();
  await fillLogs(database, rows);
  line = await openCutLine(database.url);
  api = await openTestApp(line.url);
});
afterAll(async () => {
  await api.close();
  await line.cut();
  await database.close();
});

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');
const heapMb = () => {
  collectGarbage();
  return process.memoryUsage().heapUsed / 1_048_576;
};

const ids = '/logs/export?format=ndjson&columns=id';
const idsOf = (text: string) =>
  text
    .split('\n')
    .slice(0, -1)
    .map((row) => Number(JSON.parse(row).id));

/** Opens a body for reading chunk by chunk; every chunk of an export is whole lines. */
function open(response: Response) {
  const reader = response.body!.getReader();
  const decoder = new TextDecoder();
  return {
    next: async () => {
      const { done, value } = await reader.read();
      return done ? null : decoder.decode(value, { stream: true });
    },
    cancel: () => reader.cancel(),
  };
}

/** The app over the same database, with a count of the statements that it sends. */
function countingApp() {
  let count = 0;
  const db = new Proxy(api.deps.db, {
    get(target, name) {
      if (name === '$queryRaw') count++;
      return Reflect.get(target, name, target);
    },
  }) as Db;
  return { app: createApp({ ...api.deps, db }), statements: () => count };
}

describe('an export of many rows', () => {
  it('is the list, row for row, and holds no more of it at the end than at the start', async () => {
    const body = open(await api.app.request('/logs/export?format=ndjson'));
    const read: number[] = [];
    const heap: number[] = [];
    for (let chunk = await body.next(); chunk !== null; chunk = await body.next()) {
      read.push(...idsOf(chunk));
      if (read.length === 2_000 || read.length === rows) heap.push(heapMb());
    }
    const listed: number[] = [];
    let cursor: string | null = null;
    do {
      const page = await api.call(`/logs?limit=1000${cursor ? `&cursor=${cursor}` : ''}`);
      listed.push(...page.body.data.map(({ id }) => Number(id)));
      cursor = page.body.metadata.nextCursor;
    } while (cursor !== null);
    expect(read).toHaveLength(rows);
    expect(read).toEqual(listed);
    // 18,000 rows lie between the two, some 5 MB as text and several times that as objects.
    expect(heap).toHaveLength(2);
    expect(heap[1]! - heap[0]!).toBeLessThan(4);
  });

  it('has every row that was there at the start once, while others are added', async () => {
    const path = `${ids}&service__eq=s0`;
    const before = idsOf(await (await api.app.request(path)).text());
    expect(before.length).toBeGreaterThan(6_000);
    const body = open(await api.app.request(path));
    let text = (await body.next())!;
    await fillLogs(database, 300, day - 86_400_000);
    await fillLogs(database, 300);
    await fillLogs(database, 300, day + 86_400_000);
    for (let chunk = await body.next(); chunk !== null; chunk = await body.next()) text += chunk;
    const read = idsOf(text);
    expect(new Set(read).size).toBe(read.length);
    const old = new Set(before);
    expect(read.filter((id) => old.has(id))).toEqual(before);
  });

  it('reads a page when it is asked for one, and no more once its reader has gone', async () => {
    const { app, statements } = countingApp();
    const body = open(await app.request(ids));
    await body.next();
    const ofPage = statements();
    await sleep(150);
    expect(statements()).toBe(ofPage);
    await body.next();
    expect(statements()).toBe(2 * ofPage);
    await body.cancel();
    await sleep(150);
    expect(statements()).toBe(2 * ofPage);
  });

  it('ends with its client on a socket', async () => {
    const { app, statements } = countingApp();
    const server = await serveNode(app, { host: '127.0.0.1', port: 0 });
    const leaving = new AbortController();
    const response = await fetch(`http://127.0.0.1:${server.port}/logs/export`, { signal: leaving.signal });
    await response.body!.getReader().read();
    leaving.abort();
    let seen = -1;
    while (seen !== statements()) {
      seen = statements();
      await sleep(300);
    }
    expect(seen).toBeLessThan(rows / 500);
    await server.close(100);
  });
});

describe('an export that loses its database', () => {
  it.each(['/logs/export?format=csv', '/logs/export?format=ndjson'])(
    '%s breaks off, so that it cannot pass for whole',
    async (path) => {
      const server = await serveNode(api.app, { host: '127.0.0.1', port: 0 });
      const response = await fetch(`http://127.0.0.1:${server.port}${path}`);
      const body = open(response);
      let length = (await body.next())!.length;
      expect(response.status).toBe(200);
      const said = vi.spyOn(console, 'error').mockImplementation(() => {});
      await line.cut();
      const ending = await (async () => {
        for (let chunk = await body.next(); chunk !== null; chunk = await body.next()) length += chunk.length;
        return 'complete';
      })().catch((error: unknown) => error);
      expect(ending).toBeInstanceOf(Error);
      // The server that carries the answer tells of it in its own way, but of nothing from inside.
      expect(said.mock.calls.map(([error]) => String(error))).toEqual(['Error: the export broke off']);
      said.mockRestore();
      expect(length).toBeGreaterThan(0);
      const away = await fetch(`http://127.0.0.1:${server.port}${path}`);
      expect([away.status, (await away.json()).error.code]).toEqual([503, 'SERVICE_UNAVAILABLE']);
      await line.mend();
      await server.close(100);
    },
  );
});
