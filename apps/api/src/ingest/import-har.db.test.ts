import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { maxHarBytes } from '@apiscope/core/replay/import-schema';
import { har as harSchema } from '@apiscope/core/replay/testing/har-schema';
import { insertSnapshots } from '@apiscope/db/replay/insert-snapshots';
import { createTestDb, type TestDb } from '@apiscope/db/testing/test-db';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeSnapshot } from '../export/testing/make-snapshot.ts';
import { openTestApp, type TestApp } from '../testing/open-test-app.ts';

const real = join(import.meta.dirname, '../../../../../shared/data/har');
const files = existsSync(real) ? readdirSync(real).filter((name) => name.endsWith('.har')) : [];

let database: TestDb;
let api: TestApp;
beforeAll(async () => {
  database = await createTestDb();
  api = await openTestApp(database.url);
});
afterAll(async () => {
  await api.close();
  await database.close();
});

const post = (body: string | Uint8Array<ArrayBuffer>, query = '') =>
  api.call(`/import/har${query}`, { method: 'POST', body, headers: { 'content-type': 'application/json' } });
const entry = (url: string, changes: object = {}) => ({
  startedDateTime: '2026-01-31T09:00:00Z',
  time: 5,
  request: {
    method: 'POST',
    url,
    headers: [{ name: 'Authorization', value: 'Bearer canary-1' }],
    postData: { mimeType: 'application/json', text: '{"password":"canary-2","n":1}' },
  },
  response: { status: 200, content: { mimeType: 'text/plain', text: 'ok' } },
  ...changes,
});
const file = (...entries: object[]) => JSON.stringify({ log: { version: '1.2', entries } });
const listOf = async (service: string) =>
  (await api.call(`/replay?service=${encodeURIComponent(service)}&order_by=id&order=asc&limit=1000`)).body;

describe('POST /import/har', () => {
  it('stores a file once, secrets redacted, and counts nothing in the metrics', async () => {
    const body = file(entry('https://one.example/orders/7?token=canary-3'), entry('https://one.example/b'));
    const first = await post(body, '?service=one');
    expect(first).toMatchObject({
      status: 201,
      body: {
        data: {
          imported: 2,
          duplicate: false,
          skipped: 0,
          services: ['one'],
          from: '2026-01-31T09:00:00.000Z',
        },
      },
    });
    expect((await post(body, '?service=one')).body.data).toMatchObject({ imported: 0, duplicate: true });
    const { data, metadata } = await listOf('one');
    expect(metadata.total).toBe(2);
    const whole = await api.call(`/replay/${data[0]!.id}`);
    expect(whole.body.data).toMatchObject({
      endpoint: 'POST /orders/{id}',
      body: { password: '[redacted]', n: 1 },
      duration: 5,
      redactedPaths: ['query.token', 'headers.authorization', 'body.password'],
    });
    expect(JSON.stringify(whole.body)).not.toContain('canary');
    expect((await api.call('/metrics/endpoints?service=one&startDate=2026-01-01')).body.data).toEqual([]);
    expect((await post(body, '?service=one&again=true')).body.data).toMatchObject({ imported: 2 });
    expect((await listOf('one')).metadata.total).toBe(4);
  });

  it('stores nothing of a file that is broken, and says where', async () => {
    const broken = file(entry('http://two/a'), entry('nowhere'));
    const { status, body } = await post(broken, '?service=two');
    expect([status, body.error?.issues]).toEqual([
      400,
      [{ path: 'log.entries.1.request.url', message: 'expected an absolute URL' }],
    ]);
    const early = file(
      entry('http://two/a'),
      entry('http://two/b', { startedDateTime: '1980-01-01T00:00:00Z' }),
    );
    expect((await post(early, '?service=two')).body.error?.issues?.[0]?.path).toBe(
      'log.entries.1.startedDateTime',
    );
    expect((await listOf('two')).metadata.total).toBe(0);
  });

  it('names what is wrong with the request itself', async () => {
    expect((await post(file(), '?servce=x')).body.error?.issues?.[0]?.path).toBe('servce');
    expect((await post(file(), '?har=x')).body.error?.issues?.[0]?.path).toBe('har');
    expect((await post('{"log":', '')).status).toBe(400);
    expect((await post('[]', '')).status).toBe(400);
    expect((await post('', '')).status).toBe(400);
    expect((await post(new Uint8Array(maxHarBytes + 1).fill(32), '')).status).toBe(413);
  });

  it('takes in what it exports, and exports the same again', async () => {
    const described = {
      contentType: 'image/png',
      size: 70_000,
      truncated: false,
      omitted: 'binary' as const,
    };
    await insertSnapshots(database.db, [
      makeSnapshot({
        service: 'trip',
        requestId: 'r-1',
        version: '7',
        redactedPaths: ['body.note'],
        body: '{"note":"[redacted]"}',
      }),
      makeSnapshot({
        service: 'trip',
        method: 'GET',
        path: '/a b/ü',
        query: {},
        body: null,
        bodyInfo: null,
        timestamp: Date.UTC(2026, 1, 4),
      }),
      makeSnapshot({
        service: 'trip',
        timestamp: Date.UTC(2026, 1, 5),
        bodyInfo: { contentType: 'application/json', size: 90_000, truncated: true, omitted: null },
        responseBody: null,
        responseBodyInfo: described,
      }),
      makeSnapshot({
        service: 'trip',
        timestamp: Date.UTC(2026, 1, 6),
        duration: null,
        statusCode: null,
        responseHeaders: null,
        responseBody: null,
        responseBodyInfo: null,
      }),
    ]);
    const exported = async (service: string) => {
      const answer = await api.app.request(
        `/replay/export?format=har&service=${service}&order_by=timestamp&order=asc`,
      );
      return harSchema.parse(JSON.parse(await answer.text()));
    };
    const before = await exported('trip');
    const moved = await post(JSON.stringify(before), '?service=trip-2');
    expect(moved.body.data).toMatchObject({ imported: 4, services: ['trip-2'] });
    const after = await exported('trip-2');
    const bare = ({ log }: typeof before) =>
      log.entries.map(({ _apiscope, ...rest }) => ({
        ...rest,
        own: { ...(_apiscope as object), id: 0, service: '' },
      }));
    expect(bare(after)).toEqual(bare(before));
  });

  it.skipIf(files.length === 0)('takes every real file, also with a byte order mark', async () => {
    for (const name of files) {
      const { status, body } = await post(readFileSync(join(real, name)), `?service=${name}`);
      expect([name, status, body.error]).toEqual([name, 201, null]);
      const stored = await listOf(name);
      expect(stored.metadata.total).toBe((body.data as unknown as { imported: number }).imported);
    }
  });

  it.skipIf(files.length === 0)('keeps no cookie of the real files', async () => {
    const cookies = files.flatMap((name) =>
      [
        ...readFileSync(join(real, name), 'utf8').matchAll(
          /"name":\s*"(?:set-)?cookie",\s*"value":\s*"([^"]+)"/gi,
        ),
      ].map(([, value]) => value!.split(';')[0]!.split('=').slice(1).join('=')),
    );
    const secrets = cookies.filter((value) => value.length >= 12);
    expect(secrets.length).toBeGreaterThan(0);
    const rows = await database.db.$queryRaw<
      { headers: string }[]
    >`SELECT headers::text || coalesce(response_headers::text, '') AS headers FROM request_snapshots`;
    const stored = rows.map(({ headers }) => headers).join('\n');
    expect(secrets.filter((value) => stored.includes(value))).toEqual([]);
    expect(stored).toContain('"cookie": "[redacted]"');
  });
});
