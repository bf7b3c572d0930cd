import { gzipSync } from 'node:zlib';
import { createTestDb, type TestDb } from '@apiscope/db/testing/test-db';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeKey } from '../testing/make-key.ts';
import { openTestApp, type TestApp } from '../testing/open-test-app.ts';

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

const megabytes = (count: number, byte: number) => new Uint8Array(count * 1024 * 1024).fill(byte);
const nested = (depth: number) =>
  `{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"body":${'{"arrayValue":{"values":['.repeat(depth)}${']}}'.repeat(depth)}}]}]}]}`;
/** Tag 1 with a length of 0, again and again: half a million empty messages a megabyte. */
const empties = (count: number) => megabytes(count, 0).map((_, at) => (at % 2 === 0 ? 0x0a : 0));

const bodies: [
  what: string,
  status: number,
  body: Uint8Array<ArrayBuffer> | string,
  headers: Record<string, string>,
][] = [
  ['protobuf garbage', 400, megabytes(1, 0xff), {}],
  ['a message that is cut off', 400, new Uint8Array([0x0a, 0x7f, 0x0a]), {}],
  ['empty messages beyond a million', 413, empties(3), {}],
  ['10 MB of nothing', 400, megabytes(10, 0), {}],
  ['more than may be sent', 413, megabytes(21, 0), {}],
  ['a zip bomb', 413, new Uint8Array(gzipSync(megabytes(64, 0))), { 'content-encoding': 'gzip' }],
  ['nesting of 200', 400, nested(200), { 'content-type': 'application/json' }],
  ['nesting of 100,000', 400, nested(100_000), { 'content-type': 'application/json' }],
];

it.each(['/v1/logs', '/v1/traces', '/v1/metrics'])('%s refuses what only harms', async (path) => {
  for (const [what, status, body, headers] of bodies) {
    if (typeof body === 'string' && path !== '/v1/logs') continue;
    const init = { method: 'POST', body, headers: { 'content-type': 'application/x-protobuf', ...headers } };
    expect([what, (await api.app.request(path, init)).status]).toEqual([what, status]);
  }
  expect(await database.db.log.count({ where: { service: { not: 'apiscope' } } })).toBe(0);
});

it('takes the same bytes once of each service whose key sends them, when they name none', async () => {
  // With a time: lines without any are events each time they come.
  const record = { timeUnixNano: `${Date.now()}000000`, body: { stringValue: 'the same bytes' } };
  const body = JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords: [record] }] }] });
  const send = async (key: string) => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${key}` };
    expect((await api.app.request('/v1/logs', { method: 'POST', body, headers })).status).toBe(200);
  };
  for (const service of ['one', 'two']) {
    const key = await makeKey(database.db, ['ingest'], { service });
    for (const _ of [1, 2]) await send(key);
    await send(await makeKey(database.db, ['ingest'], { service }));
  }
  const { body: page } = await api.call('/logs?service__in=one,two&order_by=id&order=asc');
  expect(page.data.map(({ service }) => service)).toEqual(['one', 'two']);
});
