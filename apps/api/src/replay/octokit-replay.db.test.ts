import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReplayRun } from '@apiscope/core/replay/run-schema';
import { createTestDb, type TestDb } from '@apiscope/db/testing/test-db';
import { openStub, type Stub } from '@apiscope/replay/testing/open-stub';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestApp, type TestApp } from '../testing/open-test-app.ts';

const folder = join(import.meta.dirname, '../../../../../shared/data/octokit-fixtures');

type Fixture = {
  method: string;
  path: string;
  body: unknown;
  status: number;
  response: unknown;
  rawHeaders: string[] | Record<string, string>;
  reqheaders: Record<string, string | number>;
  responseIsBinary: boolean;
};

describe.skipIf(!existsSync(folder))('recorded calls of GitHub', () => {
  let database: TestDb;
  let api: TestApp;
  let stub: Stub;
  let fixtures: Fixture[];
  let ids: number[];

  beforeAll(async () => {
    database = await createTestDb();
    api = await openTestApp(database.url);
    stub = await openStub();
    await database.db.$executeRaw`
      INSERT INTO replay_targets (service, name, base_url, allowed_cidrs) VALUES ('github', 'stub', ${stub.origin}, ARRAY['loopback'])`;
    const files = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
    const texts = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')));
    fixtures = texts.flatMap((text) => JSON.parse(text) as Fixture[]);
    const { status } = await api.send('POST', '/ingest/requests', {
      batchId: '7d8ffb0a-6a35-4a5c-9f53-0a4d9b9f2c07',
      service: 'github',
      requests: fixtures.map((fixture, n) => toRequest(fixture, n)),
    });
    expect(status).toBe(200);
    const { body } = await api.call('/replay?service=github&order_by=timestamp&order=asc&limit=100');
    ids = body.data.map(({ id }) => id as number);
    expect(ids.length).toBe(fixtures.length);
  });
  afterAll(async () => {
    await api.close();
    await database.close();
    // Last, for it tells what should not have been sent.
    await stub.close();
  });

  /** Replays the n-th call against a stub that answers as was recorded, but for `change`. */
  async function replay(n: number, change: (response: unknown) => unknown = (response) => response) {
    const fixture = fixtures[n]!;
    stub.answer = () => ({
      status: fixture.status,
      headers: headersOf(fixture),
      body: bytesOf({ ...fixture, response: change(fixture.response) }),
    });
    const body = { confirm: true };
    const { status, body: answer } = await api.send('POST', `/replay/${ids[n]}/replay`, body);
    expect([n, answer.error, status]).toEqual([n, null, 201]);
    return answer.data as unknown as ReplayRun;
  }

  it('are answered equal when nothing has changed, each sent as it was captured', async () => {
    for (const [n, fixture] of fixtures.entries()) {
      const run = await replay(n);
      expect([n, run.status, run.error, run.equal, run.diff?.changes]).toEqual([n, 'done', null, true, []]);
      const sent = stub.received.at(-1)!;
      expect([sent.method, inOrder(sent.url)]).toEqual([fixture.method.toUpperCase(), inOrder(fixture.path)]);
      expect(sent.body).toBe(textOf(fixture.body) ?? '');
      expect(sent.headers.accept).toBe(fixture.reqheaders.accept);
      expect(sent.headers['content-type']).toBe(
        textOf(fixture.body) === undefined ? undefined : fixture.reqheaders['content-type'],
      );
      expect(sent.headers['idempotency-key']).toBe(
        fixture.method === 'get' ? undefined : (run.idempotencyKey ?? 'none'),
      );
      expect(sent.headers.authorization).toBeUndefined();
    }
    expect(stub.received.length).toBe(fixtures.length);
  }, 60_000);

  it('of one field that changed report exactly its path', async () => {
    let changed = 0;
    for (const [n, fixture] of fixtures.entries()) {
      const place = findField(fixture.response);
      if (!place || JSON.stringify(fixture.response).length > 60_000) continue;
      const run = await replay(n, (response) => {
        const copy = structuredClone(response);
        setField(copy, place);
        return copy;
      });
      expect([n, run.equal, run.diff?.changes.map(({ path }) => path)]).toEqual([
        n,
        false,
        [['body', ...place].join('.')],
      ]);
      changed++;
    }
    expect(changed).toBeGreaterThan(30);
  }, 60_000);
});

function toRequest(fixture: Fixture, n: number): object {
  const response = bytesOf(fixture);
  const isText = !fixture.responseIsBinary && response.length <= 65_536;
  return {
    timestamp: new Date(Date.UTC(2026, 10, 20, 12, 0, n)).toISOString(),
    method: fixture.method,
    path: fixture.path,
    statusCode: fixture.status,
    headers: Object.fromEntries(
      Object.entries(fixture.reqheaders).map(([name, value]) => [name, String(value)]),
    ),
    body: textOf(fixture.body),
    responseHeaders: headersOf(fixture),
    responseSize: response.length,
    ...(isText && response.length > 0 && { responseBody: response.toString() }),
  };
}

/** A snapshot keeps the order of values under one name, not that of names. */
function inOrder(target: string): string[] {
  const [path = '', query = ''] = target.split('?');
  return [path, ...new URLSearchParams(query)].map(String).sort();
}

function textOf(body: unknown): string | undefined {
  if (body === '' || body === undefined || body === null) return undefined;
  return typeof body === 'string' ? body : JSON.stringify(body);
}

function bytesOf({ response, responseIsBinary }: Fixture): Buffer {
  if (responseIsBinary) return Buffer.from(String(response), 'hex');
  return Buffer.from(textOf(response) ?? '');
}

/** As recorded, but for what belongs to the recorded connection: lengths and codings. */
function headersOf({ rawHeaders }: Fixture): Record<string, string> {
  const pairs = Array.isArray(rawHeaders)
    ? Array.from({ length: rawHeaders.length / 2 }, (_, n) => [rawHeaders[2 * n]!, rawHeaders[2 * n + 1]!])
    : Object.entries(rawHeaders);
  return Object.fromEntries(
    pairs
      .map(([name, value]) => [name!.toLowerCase(), String(value)] as const)
      .filter(([name]) => !/^(?:content-length|content-encoding|transfer-encoding|connection)$/.test(name)),
  );
}

/** The deepest text whose name neither names an item nor a secret. */
function findField(value: unknown, place: string[] = []): string[] | null {
  if (typeof value !== 'object' || value === null) return null;
  const entries = Object.entries(value);
  for (const [name, item] of entries) {
    const found = findField(item, [...place, name]);
    if (found) return found;
  }
  const own = entries.find(
    ([name, item]) => typeof item === 'string' && /^(?:type|state|message|color|login)$/.test(name),
  );
  return own ? [...place, own[0]] : null;
}

function setField(value: unknown, place: readonly string[]): void {
  const parent = place.slice(0, -1).reduce((at, name) => (at as Record<string, unknown>)[name], value);
  (parent as Record<string, unknown>)[place.at(-1)!] = 'something else';
}
